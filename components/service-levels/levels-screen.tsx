"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { usePermission } from "@/components/members/use-permission";
import { ReadOnlyNotice } from "@/components/settings/read-only-notice";
import { SaveBar } from "@/components/settings/save-bar";
import { SkeletonRows } from "@/components/settings/skeleton-rows";
import { useDraft } from "@/components/settings/use-draft";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import type { ClockTargets, ServiceLevels } from "@/server/service-levels/schemas";
import { TargetFields } from "./target-fields";

const priorities = ["urgent", "high", "normal", "low"] as const;

/** By when customers are to be answered and conversations closed: as a rule, by priority and by bot. */
export function LevelsScreen() {
  const t = useTranslations("settings.levels");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const levels = useQuery(trpc.serviceLevels.get.queryOptions());
  const channels = useQuery(trpc.channels.list.queryOptions());
  const permission = usePermission("serviceLevel.set");
  useLive(["serviceLevel/set"], () =>
    cache.invalidateQueries({ queryKey: trpc.serviceLevels.get.queryKey() }),
  );
  const failed = [levels, channels].find((query) => !query.data && query.error);
  if (failed) {
    return errorCode(failed.error) === "PERMISSION_DENIED" ? (
      <ForbiddenState />
    ) : (
      <ErrorState onRetry={() => failed.refetch()} />
    );
  }
  if (!levels.data || !channels.data || !permission.isKnown) {
    return (
      <Card title={t("title")} hint={t("hint")} flush>
        <div className="border-line border-t">
          <SkeletonRows rows={6} rowClass="h-12" />
        </div>
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <ReadOnlyNotice permission={permission} />
      <LevelsEditor
        saved={levels.data}
        bots={channels.data.map(({ id, name }) => ({ id, name }))}
        isReadOnly={!permission.isAllowed}
      />
    </div>
  );
}

type Values = { isOn: boolean } & ServiceLevels["targets"];

function LevelsEditor(props: {
  saved: ServiceLevels;
  bots: readonly { id: string; name: string }[];
  isReadOnly: boolean;
}) {
  const t = useTranslations("settings");
  const priority = useTranslations("settings.levels.priority");
  const format = useFormat();
  const { slug } = useWorkspace();
  const saved: Values = { isOn: props.saved.isOn, ...props.saved.targets };
  const draft = useDraft<Values>("levels", saved);
  const { isOn, usual, byPriority, byBot } = draft.values ?? saved;
  const { save, isSaving } = useSaveLevels();
  const hasTargets = [usual, ...Object.values(byPriority), ...byBot.map(({ targets }) => targets)].some(
    (targets) => Object.keys(targets ?? {}).length > 0,
  );
  const disabled = props.isReadOnly;
  const ofBot = new Map(byBot.map(({ channelId, targets }) => [channelId, targets]));

  async function submit() {
    if (disabled || isSaving || !draft.isDirty) return;
    if (await save({ isOn, targets: { usual, byPriority, byBot } })) draft.discard();
  }
  function putPriority(key: string, targets: ClockTargets) {
    draft.set("byPriority", withoutEmpty({ ...byPriority, [key]: targets }));
  }
  function putBot(key: string, targets: ClockTargets) {
    const all = withoutEmpty({ ...Object.fromEntries(ofBot), [key]: targets });
    draft.set(
      "byBot",
      Object.entries(all).map(([channelId, one]) => ({ channelId, targets: one })),
    );
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Card
        flush
        title={t("levels.title")}
        hint={t("levels.hint")}
        action={
          <Button size="sm" href={`/w/${slug}/settings/hours`}>
            {t("levels.hoursLink")}
          </Button>
        }
      >
        <div className="flex flex-col gap-1 border-line border-t px-4 py-3">
          <Checkbox
            checked={isOn}
            disabled={disabled}
            onCheckedChange={(checked) => draft.set("isOn", checked)}
            label={t("levels.on")}
          />
          <p className="text-ink-muted text-sm">
            {t("levels.onHint")} {t("levels.agent")}
          </p>
          {isOn && !hasTargets && (
            <p role="status" className="text-sm text-warn">
              {t("levels.noTargets")}
            </p>
          )}
        </div>
        <TargetFields
          rows={[{ key: "usual", label: t("levels.usual"), targets: usual }]}
          empty="none"
          disabled={disabled}
          onChange={(_key, targets) => draft.set("usual", targets)}
        />
      </Card>
      <Card flush title={t("levels.byPriority")} hint={t("levels.byPriorityHint")}>
        <TargetFields
          rows={priorities.map((key) => ({ key, label: priority(key), targets: byPriority[key] ?? {} }))}
          empty="inherit"
          disabled={disabled}
          onChange={putPriority}
        />
      </Card>
      {props.bots.length > 1 && (
        <Card flush title={t("levels.byBot")} hint={t("levels.byBotHint")}>
          <TargetFields
            rows={props.bots.map(({ id, name }) => ({ key: id, label: name, targets: ofBot.get(id) ?? {} }))}
            empty="inherit"
            disabled={disabled}
            onChange={putBot}
          />
        </Card>
      )}
      {!disabled && (
        <SaveBar
          isDirty={draft.isDirty}
          isSaving={isSaving}
          remark={
            draft.conflicts.length > 0 && t("save.conflict", { fields: format.list([t("levels.title")]) })
          }
          onSave={submit}
          onDiscard={draft.discard}
        />
      )}
    </form>
  );
}

function withoutEmpty(all: Readonly<Record<string, ClockTargets>>): Record<string, ClockTargets> {
  return Object.fromEntries(Object.entries(all).filter(([, targets]) => Object.keys(targets).length > 0));
}

/** Saves and says so; false when it did not work, after saying that. */
function useSaveLevels() {
  const t = useTranslations("settings");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const update = useMutation(trpc.serviceLevels.set.mutationOptions());
  async function save(input: ServiceLevels): Promise<boolean> {
    try {
      cache.setQueryData(trpc.serviceLevels.get.queryKey(), await update.mutateAsync(input));
      toast.done(t("save.done"));
      return true;
    } catch (error) {
      const why = errorCode(error) === "PERMISSION_DENIED" ? "denied" : "failed";
      toast.failed(t(`save.${why}.title`), { detail: t(`save.${why}.hint`) });
      return false;
    }
  }
  return { save, isSaving: update.isPending };
}
