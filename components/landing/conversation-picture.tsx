import Package from "lucide-react/icons/package";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";

/** One conversation as the product has it: a question, a proof, and an answer corded to its source. */
export function ConversationPicture() {
  const t = useTranslations("landing.picture");
  return (
    <figure className="flex flex-col gap-3" aria-label={t("label")}>
      <div className="flex flex-col gap-2.5 rounded-lg border border-line bg-surface p-4">
        <Bubble>{t("question")}</Bubble>
        <Bubble from="agent">{t("ask")}</Bubble>
        <Bubble>{t("contact")}</Bubble>
        <Bubble from="agent">{t("answer")}</Bubble>
        <div className="relative ms-9 flex items-center gap-2 rounded-md border border-line bg-paper px-2.5 py-1.5 text-ink-muted text-sm">
          <Cord />
          <Package aria-hidden size={16} className="shrink-0" />
          <span className="min-w-0 flex-1 truncate">{t("source")}</span>
        </div>
      </div>
      <figcaption className="text-ink-faint text-sm">{t("caption")}</figcaption>
    </figure>
  );
}

function Bubble({ from = "customer", children }: { from?: "customer" | "agent"; children: string }) {
  const isAgent = from === "agent";
  return (
    <div className={cn("flex items-end gap-2", !isAgent && "justify-end")}>
      {isAgent && <Avatar name="" kind="agent" size={24} />}
      <p
        className={cn(
          "max-w-[80%] rounded-bubble px-3.5 py-2",
          isAgent ? "bg-accent-soft rounded-es-md" : "rounded-ee-md bg-hover",
        )}
      >
        {children}
      </p>
    </div>
  );
}

/** The mark's cord, from the answer above to the source it rests on. */
function Cord() {
  return (
    <svg
      aria-hidden="true"
      width="24"
      height="34"
      viewBox="0 0 24 34"
      fill="none"
      className="flip-rtl -start-6 absolute -top-4 text-accent"
    >
      <path d="M3 2v20a10 10 0 0 0 10 10h9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <circle cx="22" cy="32" r="2" fill="currentColor" />
    </svg>
  );
}
