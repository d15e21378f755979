"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { useFormat } from "@/lib/format/use-format";
import type { BotProfile } from "@/server/channels/schemas";

/** What Telegram has not taken yet: when it goes by itself, or why it was refused. */
export function PendingChanges({ pending }: { pending: BotProfile["pending"] }) {
  const t = useTranslations("channels.profile");
  const languages = useTranslations("channels.detail.languages");
  const format = useFormat();
  if (pending.length === 0) return null;
  return (
    <Card title={t("pending")} hint={t("pendingHint")}>
      <ul className="flex flex-col">
        {pending.map(({ field, language, state, retryAt, error }) => (
          <li
            key={`${field} ${language}`}
            className="flex flex-wrap items-center gap-x-2 gap-y-1 border-line border-b py-2 last:border-b-0"
          >
            <span className="min-w-0 flex-1">
              {t(`fields.${field}`)} · {languages(language)}
            </span>
            <Badge tone={state === "refused" ? "danger" : "warn"}>
              {state === "refused"
                ? t("refused")
                : retryAt
                  ? t("at", { at: format.dateTime(retryAt) })
                  : t("soon")}
            </Badge>
            {error && <bdi className="w-full break-words text-ink-muted text-sm">{error}</bdi>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
