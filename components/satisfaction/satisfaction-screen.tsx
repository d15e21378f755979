"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { usePermission } from "@/components/members/use-permission";
import { ReadOnlyNotice } from "@/components/settings/read-only-notice";
import { SkeletonRows } from "@/components/settings/skeleton-rows";
import { errorCode, useTRPC } from "@/components/trpc";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { pauseChoices, scoreEmoji } from "@/server/satisfaction/rules";
import type { Satisfaction } from "@/server/satisfaction/schemas";

/** Whether customers are asked after a conversation, by which bots, and how often; each change is saved at once. */
export function SatisfactionScreen() {
  const t = useTranslations("settings.satisfaction");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const saved = useQuery(trpc.satisfaction.get.queryOptions());
  const channels = useQuery(trpc.channels.list.queryOptions());
  const permission = usePermission("satisfaction.set");
  const { save } = useSaveSatisfaction();
  useLive(["satisfaction/set"], () =>
    cache.invalidateQueries({ queryKey: trpc.satisfaction.get.queryKey() }),
  );
  const failed = [saved, channels].find((query) => !query.data && query.error);
  if (failed) {
    return errorCode(failed.error) === "PERMISSION_DENIED" ? (
      <ForbiddenState />
    ) : (
      <ErrorState onRetry={() => failed.refetch()} />
    );
  }
  if (!saved.data || !channels.data || !permission.isKnown) {
    return (
      <Card title={t("title")} hint={t("hint")} flush>
        <div className="border-line border-t">
          <SkeletonRows rows={3} rowClass="h-14" />
        </div>
      </Card>
    );
  }
  const values = saved.data;
  const disabled = !permission.isAllowed;
  const { isOn, pauseDays, silentBots } = values;
  const days = [...new Set<number>([...pauseChoices, pauseDays])].sort((a, b) => a - b);
  return (
    <div className="flex flex-col gap-4">
      <ReadOnlyNotice permission={permission} />
      <Card title={t("title")} hint={t("hint")}>
        <div className="flex flex-col gap-4">
          <p aria-hidden className="flex gap-3 text-2xl">
            {scoreEmoji.map((emoji) => (
              <span key={emoji}>{emoji}</span>
            ))}
          </p>
          <Switch
            label={t("on")}
            hint={t("onHint")}
            checked={isOn}
            disabled={disabled}
            onCheckedChange={(checked) => save({ ...values, isOn: checked })}
          />
          <Field label={t("pause")}>
            <Select
              className="w-56 max-sm:w-full"
              disabled={disabled || !isOn}
              items={days.map((count) => ({ value: String(count), label: t("days", { days: count }) }))}
              value={String(pauseDays)}
              onValueChange={(chosen) => save({ ...values, pauseDays: Number(chosen) })}
            />
          </Field>
        </div>
      </Card>
      {channels.data.length > 0 && (
        <Card title={t("bots")} hint={t("botsHint")}>
          <div className="flex flex-col gap-3">
            {channels.data.map(({ id, name }) => (
              <Switch
                key={id}
                label={<bdi>{name}</bdi>}
                checked={isOn && !silentBots.includes(id)}
                disabled={disabled || !isOn}
                onCheckedChange={(asks) =>
                  save({
                    ...values,
                    silentBots: asks ? silentBots.filter((one) => one !== id) : [...silentBots, id],
                  })
                }
              />
            ))}
          </div>
        </Card>
      )}
    </div>
  );
}

function useSaveSatisfaction() {
  const t = useTranslations("settings");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const queryKey = trpc.satisfaction.get.queryKey();
  const update = useMutation(trpc.satisfaction.set.mutationOptions());
  async function save(input: Satisfaction): Promise<void> {
    // A switch says what is true: it moves at once, and back when it was refused.
    const before = cache.getQueryData(queryKey);
    cache.setQueryData(queryKey, input);
    try {
      cache.setQueryData(queryKey, await update.mutateAsync(input));
      toast.done(t("save.done"));
    } catch (error) {
      cache.setQueryData(queryKey, before);
      const why = errorCode(error) === "PERMISSION_DENIED" ? "denied" : "failed";
      toast.failed(t(`save.${why}.title`), { detail: t(`save.${why}.hint`) });
    }
  }
  return { save };
}
