"use client";

import CircleHelp from "lucide-react/icons/circle-help";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Popover } from "@/components/ui/popover";

/** What a figure counts, in plain words: under the pointer, a tap or Enter. */
export function FigureMeaning({ label, children }: { label: string; children: ReactNode }) {
  const t = useTranslations("insight");
  return (
    <Popover
      hover
      trigger={
        <button
          type="button"
          aria-label={t("meaningOf", { figure: label })}
          className="relative inline-flex size-4 shrink-0 items-center justify-center rounded-full text-ink-faint transition-colors after:absolute after:-inset-3.5 hover:text-ink sm:after:-inset-1.5"
        >
          <CircleHelp aria-hidden size={14} />
        </button>
      }
      title={label}
    >
      <div className="text-ink-muted text-sm">{children}</div>
    </Popover>
  );
}
