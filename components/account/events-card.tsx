"use client";

import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccountData } from "./account-types";

const known = [
  "signed-up",
  "signed-in",
  "password-set",
  "address-set",
  "method-linked",
  "method-unlinked",
  "session-revoked",
  "sessions-revoked",
  "session-stolen",
] as const;

/** What happened to the person's access lately. */
export function EventsCard({ events }: { events: AccountData["events"] }) {
  const t = useTranslations("account");
  return (
    <Card title={t("events.title")}>
      {events.length === 0 && <p className="text-ink-muted">{t("events.empty")}</p>}
      <ul className="-my-1.5 flex flex-col">
        {events.map((event) => {
          const what = known.find((one) => one === event.what);
          return (
            <li key={event.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
              <span className="min-w-0 flex-1">
                {what ? t(`events.what.${what}`) : event.what}
                {event.network && event.network !== "local" && (
                  <bdi className="ms-2 text-ink-faint text-sm">{event.network}</bdi>
                )}
              </span>
              <RelativeTime value={event.at} className="text-ink-muted text-sm" />
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
