"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { GroupDetail } from "@/server/groups/schemas";

/** What was said last in the group, the newest first; read only. */
export function GroupMessages({ messages }: { messages: GroupDetail["messages"] }) {
  const t = useTranslations("groups.messages");
  return (
    <Card title={t("title")} hint={t("hint")}>
      {messages.length === 0 && <p className="text-ink-muted">{t("empty")}</p>}
      <ol className="flex flex-col gap-3">
        {messages.map((message) => (
          <li key={message.id} className="min-w-0">
            <p className="flex items-baseline gap-2 text-sm">
              <bdi className="min-w-0 truncate font-medium">{message.senderName}</bdi>
              <span className="ms-auto shrink-0 text-ink-faint">
                {message.editedAt && `${t("edited")} · `}
                <RelativeTime value={message.sentAt} />
              </span>
            </p>
            <p dir="auto" className="line-clamp-4 whitespace-pre-wrap break-words">
              {message.text || <span className="text-ink-muted">{t("media")}</span>}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
