import BookOpen from "lucide-react/icons/book-open";
import Headset from "lucide-react/icons/headset";
import Package from "lucide-react/icons/package";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";

const icons = { order: Package, question: BookOpen, team: Headset } as const;

/** A conversation as plain data: it is told four times over, and only one of them is drawn. */
export type Talk = {
  label: string;
  lang: string;
  caption: string;
  turns: readonly {
    from: "customer" | "agent";
    text: string;
    /** What the answer rests on, or who has the conversation from then on. */
    corded?: { kind: keyof typeof icons; text: string };
  }[];
};

/** One conversation as the product has had it: a question, and an answer corded to its source. */
export function ConversationPicture({ talk }: { talk: Talk }) {
  return (
    <figure className="flex flex-col gap-3" aria-label={talk.label}>
      <div
        lang={talk.lang}
        dir={talk.lang === "ar" ? "rtl" : "ltr"}
        className="flex flex-col gap-2.5 rounded-lg border border-line bg-surface p-4"
      >
        {talk.turns.map(({ from, text, corded }) => (
          <div key={text} className="flex flex-col gap-2.5">
            <Bubble from={from}>{text}</Bubble>
            {corded && <Corded kind={corded.kind}>{corded.text}</Corded>}
          </div>
        ))}
      </div>
      <figcaption className="text-ink-faint text-sm">{talk.caption}</figcaption>
    </figure>
  );
}

function Bubble({ from, children }: { from: "customer" | "agent"; children: string }) {
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
        {withCodes(children)}
      </p>
    </div>
  );
}

/** A number such as SN-10001 stays on one line and reads the same way in every language. */
function withCodes(text: string): ReactNode {
  return text.split(/\b([A-Z]{2,}-\d+)\b/).map((part, index) =>
    index % 2 === 1 ? (
      <bdi key={part} className="whitespace-nowrap">
        {part}
      </bdi>
    ) : (
      part
    ),
  );
}

/** What the answer above rests on, or who has it now. */
function Corded({ kind, children }: { kind: keyof typeof icons; children: string }) {
  const Icon = icons[kind];
  return (
    <div className="relative ms-9 flex items-center gap-2 rounded-md border border-line bg-paper px-2.5 py-1.5 text-ink-muted text-sm">
      <Cord />
      <Icon aria-hidden size={16} className="shrink-0" />
      <span className="min-w-0 flex-1">{children}</span>
    </div>
  );
}

/** The mark's cord, from the answer above. */
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
