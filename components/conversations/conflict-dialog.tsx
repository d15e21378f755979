"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useFormat } from "@/lib/format/use-format";
import { Words } from "./message-content";
import type { Conflict } from "./use-replies";

/** Someone answered while the reply was being written: shows what they said and asks what to do with one's own. */
export function ConflictDialog(props: {
  conflict: Conflict | null;
  onSend: (conflict: Conflict) => void;
  onDiscard: (conflict: Conflict) => void;
  onKeep: () => void;
}) {
  const t = useTranslations("conversations.conflict");
  const format = useFormat();
  const { conflict } = props;
  return (
    <Dialog
      open={conflict !== null}
      onOpenChange={(open) => {
        if (!open) props.onKeep();
      }}
      keepOpen
      title={t("title")}
      description={t("kept")}
      footer={
        conflict && (
          <>
            {/* First, so that it has the focus: the one that loses and sends nothing. */}
            <Button onClick={props.onKeep}>{t("keep")}</Button>
            <Button variant="ghost" onClick={() => props.onDiscard(conflict)}>
              {t("discard")}
            </Button>
            <Button variant="primary" onClick={() => props.onSend(conflict)}>
              {t("sendAnyway")}
            </Button>
          </>
        )
      }
    >
      {conflict && (
        <div className="flex max-h-[50dvh] flex-col gap-4 overflow-y-auto">
          <section>
            <h3 className="mb-1 text-ink-muted text-sm">
              {conflict.answer.author === "agent"
                ? t("byAgent")
                : t("byMember", { name: conflict.answer.memberName ?? "" })}{" "}
              <time dateTime={conflict.answer.sentAt} className="text-ink-faint">
                {format.time(conflict.answer.sentAt)}
              </time>
            </h3>
            <blockquote className="rounded-lg border border-line bg-surface px-3 py-2">
              <Words>{conflict.answer.text}</Words>
            </blockquote>
          </section>
          <section>
            <h3 className="mb-1 text-ink-muted text-sm">{t("yours")}</h3>
            <blockquote className="rounded-lg bg-accent-soft px-3 py-2">
              <Words>{conflict.reply.text}</Words>
            </blockquote>
          </section>
        </div>
      )}
    </Dialog>
  );
}
