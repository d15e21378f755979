"use client";

import Monitor from "lucide-react/icons/monitor";
import Smartphone from "lucide-react/icons/smartphone";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { AccountDeeds, SessionData } from "./account-types";
import { useDeed } from "./use-deed";

const knownMethods = ["password", "link", "demo", "telegram", "google", "microsoft"] as const;

/** Where the person is signed in; each can be ended, and all others at once. */
export function SessionsCard(props: { sessions: readonly SessionData[]; deeds: AccountDeeds }) {
  const t = useTranslations("account.sessions");
  const [isAsking, setIsAsking] = useState(false);
  const { run, isBusy, fault } = useDeed();
  const { sessions, deeds } = props;
  return (
    <Card
      title={t("title")}
      hint={t("hint")}
      action={
        sessions.length > 1 && (
          <Button size="sm" onClick={() => setIsAsking(true)}>
            {t("endOthers")}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {fault && <Notice tone="danger">{fault}</Notice>}
        <ul className="-my-2 divide-y divide-line">
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              isBusy={isBusy}
              onEnd={() =>
                void run(
                  () => deeds.endSession(session.id),
                  () => toast.done(t("ended")),
                )
              }
            />
          ))}
        </ul>
        <ConfirmDialog
          open={isAsking}
          onOpenChange={setIsAsking}
          title={t("endOthersTitle")}
          consequence={t("endOthersText")}
          confirmLabel={t("endOthers")}
          onConfirm={() =>
            run(deeds.endOthers, ({ data }) =>
              toast.done(t("endedOthers", { count: Number(data?.count ?? 0) })),
            )
          }
        />
      </div>
    </Card>
  );
}

function SessionRow(props: { session: SessionData; isBusy: boolean; onEnd: () => void }) {
  const t = useTranslations("account.sessions");
  const { session } = props;
  const place = usePlace(session);
  const { browser, system } = session;
  const device = browser && system ? t("device", { browser, system }) : (browser ?? system ?? t("unknown"));
  const method = knownMethods.find((one) => one === session.method);
  const Icon = system === "Android" || system === "iOS" ? Smartphone : Monitor;
  return (
    <li className="flex items-start gap-3 py-3">
      <Icon aria-hidden size={20} className="mt-0.5 shrink-0 text-ink-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <bdi className="font-medium">{device}</bdi>
          {session.isCurrent && <Badge tone="success">{t("current")}</Badge>}
        </p>
        <p className="text-ink-muted text-sm">
          {place && <>{place} · </>}
          {t.rich("seen", { time: () => <RelativeTime value={session.lastSeenAt} /> })}
        </p>
        <p className="text-ink-faint text-sm">
          {t.rich("started", {
            method: method ? t(`methods.${method}`) : session.method,
            time: () => <RelativeTime value={session.startedAt} />,
          })}
        </p>
      </div>
      {!session.isCurrent && (
        <Button size="sm" aria-label={t("endOf", { device })} disabled={props.isBusy} onClick={props.onEnd}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}

/** What is known of the place and no more: the network, and a country where a proxy tells it. */
function usePlace({ network, country }: SessionData): React.ReactNode {
  const t = useTranslations("account.sessions");
  const locale = useLocale();
  if (network === "local") return t("local");
  const name = country && new Intl.DisplayNames([locale], { type: "region" }).of(country);
  if (!network) return name;
  return (
    <>
      {name && `${name} · `}
      <bdi>{t("network", { network })}</bdi>
    </>
  );
}
