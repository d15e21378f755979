import Check from "lucide-react/icons/check";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { planKinds } from "./plans";

const points = ["one", "two", "three"] as const;

/** What it does for each of the four kinds, today. */
export function Kinds({ className }: { className?: string }) {
  const t = useTranslations("landing.kinds");
  return (
    <section aria-labelledby="kinds" className={cn("flex flex-col gap-6", className)}>
      <h2 id="kinds" className="font-semibold text-lg">
        {t("title")}
      </h2>
      <div className="grid gap-x-10 gap-y-8 sm:grid-cols-2">
        {planKinds.map((kind) => (
          <article key={kind} className="flex flex-col gap-2 border-line border-t pt-4">
            <h3 className="font-semibold">{t(`${kind}.title`)}</h3>
            <p className="text-lg">{t(`${kind}.lead`)}</p>
            <ul className="flex flex-col gap-1.5 text-ink-muted">
              {points.map((point) => (
                <li key={point} className="flex gap-2">
                  <Check aria-hidden size={16} className="mt-0.5 shrink-0 text-accent-text" />
                  {t(`${kind}.points.${point}`)}
                </li>
              ))}
            </ul>
          </article>
        ))}
      </div>
    </section>
  );
}
