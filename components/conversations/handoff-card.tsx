"use client";

import ClipboardList from "lucide-react/icons/clipboard-list";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { Conversation } from "@/server/conversations/schemas";
import { Words } from "./message-content";

/** What the agent leaves to whoever takes over: what the customer wants and what has been tried. Short on a phone. */
export function HandoffCard({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("conversations.handoff");
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  const { status, handoffSummary, handedOffAt } = conversation;
  if (status !== "handed_off" || !handoffSummary) return null;
  return (
    <section className="border-line border-b bg-warn-soft/60 px-4 py-3">
      <div className="mx-auto flex w-full max-w-3xl gap-3">
        <ClipboardList aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />
        <div className="min-w-0 flex-1">
          <h3 className="flex flex-wrap items-baseline gap-x-3 font-medium">
            {t("title")}
            {handedOffAt && (
              <time dateTime={handedOffAt} className="font-normal text-ink-muted text-xs">
                {t("at", { time: format.relative(handedOffAt) })}
              </time>
            )}
          </h3>
          <div className={cn("max-h-40 overflow-y-auto", !isWhole && "@max-[30rem]/thread:line-clamp-2")}>
            <Words>{handoffSummary}</Words>
          </div>
          <button
            type="button"
            aria-expanded={isWhole}
            onClick={() => setWhole(!isWhole)}
            className="mt-1 rounded-md font-medium text-ink-muted text-sm underline underline-offset-2 @min-[30rem]/thread:hidden"
          >
            {t(isWhole ? "less" : "more")}
          </button>
        </div>
      </div>
    </section>
  );
}
