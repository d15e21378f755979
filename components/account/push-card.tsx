"use client";

import BellRing from "lucide-react/icons/bell-ring";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import {
  markOfEndpoint,
  type PushState,
  readPushState,
  subscribeToPush,
  toPushInput,
} from "@/components/notifications/push-state";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { AccountDeeds, PushDeviceData } from "./account-types";
import { useDeed } from "./use-deed";

/** The browsers that the person's notifications come to; this one is allowed and taken back here. */
export function PushCard(props: {
  devices: readonly PushDeviceData[];
  /** Null where nothing is sent to browsers. */
  publicKey: string | null;
  deeds: AccountDeeds;
}) {
  const t = useTranslations("account.push");
  const { devices, publicKey, deeds } = props;
  const { run, isBusy, fault } = useDeed();
  const { state, own, look } = usePush();
  const here = devices.find(({ mark }) => mark === own);

  async function turnOn(key: string) {
    const subscription = await subscribeToPush(key).catch(() => undefined);
    if (subscription === undefined) return toast.failed(t("failed"));
    if (subscription) {
      await run(
        () => deeds.addPushDevice(toPushInput(subscription)),
        () => toast.done(t("added")),
      );
    }
    await look();
  }
  async function remove(device: PushDeviceData) {
    if (device.mark === own && state?.kind === "on")
      await state.subscription.unsubscribe().catch(() => false);
    await run(
      () => deeds.removePushDevice(device.id),
      () => toast.done(t("removed")),
    );
    await look();
  }

  return (
    <Card title={t("title")} hint={t("hint")}>
      <div className="flex flex-col items-start gap-3">
        {fault && <Notice tone="danger">{fault}</Notice>}
        {!publicKey && <p className="text-ink-muted">{t("none")}</p>}
        {publicKey && state && !here && (
          <ThisBrowser state={state} isBusy={isBusy} onTurnOn={() => void turnOn(publicKey)} />
        )}
        {devices.length > 0 && (
          <ul className="-my-2 w-full divide-y divide-line">
            {devices.map((device) => (
              <li key={device.id} className="flex items-center gap-3 py-3">
                <BellRing aria-hidden size={20} className="shrink-0 text-ink-muted" />
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-center gap-x-2">
                    <bdi className="font-medium">
                      {[device.browser, device.system].filter(Boolean).join(", ") || t("unknown")}
                    </bdi>
                    {device.mark === own && <Badge tone="success">{t("current")}</Badge>}
                  </p>
                  <p className="text-ink-muted text-sm">
                    {t.rich("since", { time: () => <RelativeTime value={device.createdAt} /> })}
                  </p>
                </div>
                <Button size="sm" disabled={isBusy} onClick={() => void remove(device)}>
                  {t("remove")}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function ThisBrowser(props: { state: PushState; isBusy: boolean; onTurnOn: () => void }) {
  const t = useTranslations("account.push");
  const { kind } = props.state;
  if (kind === "off" || kind === "on") {
    return (
      <Button onClick={props.onTurnOn} loading={props.isBusy}>
        {t("turnOn")}
      </Button>
    );
  }
  return <Notice tone="warn">{t(kind)}</Notice>;
}

/** What this browser says, and by which mark the list names it. */
function usePush() {
  const [seen, setSeen] = useState<{ state: PushState; own: string | null } | null>(null);
  const look = async () => {
    const state = await readPushState();
    const own = state.kind === "on" ? await markOfEndpoint(state.subscription.endpoint) : null;
    setSeen({ state, own });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; what changes it calls again.
  useEffect(() => void look(), []);
  return { state: seen?.state ?? null, own: seen?.own ?? null, look };
}
