"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { SkeletonRows } from "@/components/settings/skeleton-rows";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { notificationWays } from "@/server/notifications/rules";
import type { NotificationSettings, UpdateNotificationSettingsInput } from "@/server/notifications/schemas";
import { QuietHours } from "./quiet-hours";
import { WeeklyCard } from "./weekly-card";

/** How the reader is told in this workspace; each change counts at once. */
export function NotificationSettingsScreen() {
  const t = useTranslations("settings.notifications");
  const trpc = useTRPC();
  const query = useQuery(trpc.notifications.settings.queryOptions());
  const update = useUpdate();
  if (!query.data && query.error) {
    return errorCode(query.error) === "PERMISSION_DENIED" ? (
      <ForbiddenState />
    ) : (
      <ErrorState onRetry={() => void query.refetch()} />
    );
  }
  if (!query.data) {
    return (
      <Card title={t("title")} hint={t("hint")} flush>
        <div className="border-line border-t">
          <SkeletonRows rows={8} rowClass="h-11" />
        </div>
      </Card>
    );
  }
  const settings = query.data;
  return (
    <div className="flex flex-col gap-4">
      <Card title={t("title")} hint={t("hint")} flush>
        <WaysTable settings={settings} update={update} />
        <Unreachable reachable={settings.reachable} />
      </Card>
      <WeeklyCard weekly={settings.weekly} onChange={(weekly) => update({ weekly })} />
      <Card title={t("outside.title")}>
        <div className="flex flex-col gap-4">
          <Switch
            label={t("outside.names")}
            hint={t("outside.namesHint")}
            checked={settings.showsNames}
            onCheckedChange={(showsNames) => update({ showsNames })}
          />
          <QuietHours quiet={settings.quiet} onChange={(quiet) => update({ quiet })} />
        </div>
      </Card>
    </div>
  );
}

type Update = (input: UpdateNotificationSettingsInput) => void;

function WaysTable({ settings, update }: { settings: NotificationSettings; update: Update }) {
  const t = useTranslations("settings.notifications");
  return (
    <div className="overflow-x-auto border-line border-t">
      <table className="w-full text-start">
        <thead className="text-ink-muted text-sm">
          <tr>
            <th scope="col" className="px-4 py-2 text-start font-normal">
              {t("what")}
            </th>
            {notificationWays.map((way) => (
              <th
                key={way}
                scope="col"
                className="w-20 px-2 py-2 text-center font-normal max-sm:w-14 max-sm:px-0.5 max-sm:text-xs"
              >
                {t(`ways.${way}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-line border-t">
          {settings.kinds.map(({ kind, ways }) => (
            <tr key={kind}>
              <th scope="row" className="px-4 py-2.5 text-start font-normal">
                {t(`kinds.${kind}`)}
              </th>
              {notificationWays.map((way) => (
                <td key={way} className="px-2 py-2.5 max-sm:px-0.5">
                  <Checkbox
                    className="mx-auto"
                    aria-label={t("cell", { kind: t(`kinds.${kind}`), way: t(`ways.${way}`) })}
                    checked={ways[way]}
                    onCheckedChange={(isOn) => update({ changes: [{ kind, way, isOn }] })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a way still needs before anything comes by it. */
function Unreachable({ reachable }: { reachable: NotificationSettings["reachable"] }) {
  const t = useTranslations("settings.notifications");
  const { slug } = useWorkspace();
  const toAccount = (chunks: React.ReactNode) => (
    <Link href="/account" className="text-accent-text underline">
      {chunks}
    </Link>
  );
  const toBots = (chunks: React.ReactNode) => (
    <Link href={`/w/${slug}/channels`} className="text-accent-text underline">
      {chunks}
    </Link>
  );
  return (
    <ul className="flex flex-col gap-1 border-line border-t px-4 py-3 text-ink-muted text-sm">
      <li>{reachable.push ? t.rich("needs.push", { link: toAccount }) : t("needs.pushOff")}</li>
      {!reachable.telegram && <li>{t.rich("needs.telegram", { link: toBots })}</li>}
      <li>{reachable.mail ? t("needs.mailLater") : t.rich("needs.mail", { link: toAccount })}</li>
    </ul>
  );
}

/** Shown as changed at once; taken back where it was refused. */
function useUpdate(): Update {
  const t = useTranslations("settings.save");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const queryKey = trpc.notifications.settings.queryKey();
  const { mutate } = useMutation(
    trpc.notifications.updateSettings.mutationOptions({
      async onMutate(input) {
        await cache.cancelQueries({ queryKey });
        const before = cache.getQueryData(queryKey);
        if (before) cache.setQueryData(queryKey, applyUpdate(before, input));
        return { before };
      },
      onSuccess: (settings) => {
        if (cache.isMutating() === 1) cache.setQueryData(queryKey, settings);
      },
      onError: (_error, _input, made) => {
        if (made?.before) cache.setQueryData(queryKey, made.before);
        toast.failed(t("failed.title"), { detail: t("failed.hint") });
      },
    }),
  );
  return (input) => mutate(input);
}

function applyUpdate(
  before: NotificationSettings,
  { changes = [], quiet, showsNames, weekly }: UpdateNotificationSettingsInput,
): NotificationSettings {
  return {
    ...before,
    kinds: before.kinds.map(({ kind, ways }) => ({
      kind,
      ways: {
        ...ways,
        ...Object.fromEntries(changes.filter((one) => one.kind === kind).map(({ way, isOn }) => [way, isOn])),
      },
    })),
    ...(quiet !== undefined && { quiet }),
    weekly: { ...before.weekly, ...weekly },
    ...(showsNames !== undefined && { showsNames }),
  };
}
