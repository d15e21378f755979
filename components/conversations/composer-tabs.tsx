"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

/** To the customer, or to the team. */
export function ComposerTabs(props: { isNote: boolean; onChange: (isNote: boolean) => void }) {
  const t = useTranslations("conversations.notes");
  const tab = (isNote: boolean, label: string) => (
    <button
      type="button"
      aria-pressed={props.isNote === isNote}
      onClick={() => props.onChange(isNote)}
      className={cn(
        "h-8 rounded-md px-2.5 text-ink-muted text-sm hover:bg-hover max-sm:h-11",
        props.isNote === isNote &&
          (isNote ? "bg-warn-soft font-medium text-warn" : "bg-hover font-medium text-ink"),
      )}
    >
      {label}
    </button>
  );
  return (
    <div className="border-line border-t bg-surface px-4 pt-2">
      <div className="mx-auto flex w-full max-w-3xl gap-1">
        {tab(false, t("reply"))}
        {tab(true, t("note"))}
      </div>
    </div>
  );
}
