"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { GroupDetail } from "@/server/groups/schemas";
import { useRightWords } from "./group-words";

/** What happened to the group and to the bot in it, the newest first. */
export function GroupEvents({ events }: { events: GroupDetail["events"] }) {
  const t = useTranslations("groups.events");
  const words = useRightWords();
  return (
    <Card title={t("title")}>
      {events.length === 0 && <p className="text-ink-muted">{t("empty")}</p>}
      <ol className="flex flex-col gap-2">
        {events.map((event) => (
          <li key={event.id} className="flex flex-wrap items-baseline gap-x-3">
            <span className="min-w-0 flex-1 break-words">
              {t(event.kind, {
                actor: event.actorName ?? t("somebody"),
                subject: event.subjectName ?? t("somebody"),
                rights: event.rights.map(words).join(", "),
                before: event.before ?? "",
                title: event.title ?? "",
              })}
            </span>
            <span className="text-ink-faint text-sm">
              <RelativeTime value={event.at} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
