"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio";
import { toast } from "@/components/ui/toast";
import { replyModes } from "@/server/channels/rules";
import type { ChannelDetail, ReplyPlan } from "@/server/channels/schemas";
import { ReplyHours } from "./reply-hours";
import { useChannelFailure } from "./use-channel-failure";

const most = 14;
const everyNight: ReplyPlan["hours"][number] = {
  days: [0, 1, 2, 3, 4, 5, 6],
  from: 22 * 60,
  to: 8 * 60,
  mode: "automatic",
};

/** How the bot answers, and at which hours otherwise. */
export function ReplyPlanCard({ channel }: { channel: ChannelDetail }) {
  const t = useTranslations("channels.replies");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member, timeZone } = useWorkspace();
  const describe = useChannelFailure();
  const [plan, setPlan] = useState<ReplyPlan>(channel.replyPlan);
  const save = useMutation(
    trpc.channels.setReplyPlan.mutationOptions({
      onError: (error) => toast.failed(describe(error)),
      onSuccess: () => toast.done(t("saved")),
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.channels.pathKey() }),
    }),
  );
  const mayChange = member.role === "owner" || member.role === "admin" || member.role === "supervisor";
  const isChanged = JSON.stringify(plan) !== JSON.stringify(channel.replyPlan);
  const setHours = (hours: ReplyPlan["hours"]) => setPlan({ ...plan, hours });
  return (
    <form
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ channelId: channel.id, plan });
      }}
    >
      <Notice>{t("nowIs", { mode: t(`modes.${channel.replyMode}`) })}</Notice>
      <Card title={t("usual")} hint={t("usualHint")}>
        <RadioGroup
          label={<span className="sr-only">{t("usual")}</span>}
          value={plan.usual}
          disabled={!mayChange}
          onValueChange={(usual) => setPlan({ ...plan, usual })}
          items={replyModes.map((value) => ({
            value,
            label: t(`modes.${value}`),
            hint: t(`hints.${value}`),
          }))}
        />
      </Card>
      <Card title={t("hours")} hint={t("hoursHint", { zone: timeZone })}>
        <div className="flex flex-col gap-4">
          {plan.hours.map((hours, index) => (
            <ReplyHours
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity than its place.
              key={index}
              hours={hours}
              disabled={!mayChange}
              onChange={(after) => setHours(plan.hours.with(index, after))}
              onRemove={() => setHours(plan.hours.toSpliced(index, 1))}
            />
          ))}
          {mayChange && plan.hours.length < most && (
            <Button
              className="self-start"
              icon={<Plus aria-hidden size={16} />}
              onClick={() => setHours([...plan.hours, everyNight])}
            >
              {t("addHours")}
            </Button>
          )}
        </div>
      </Card>
      {mayChange && (
        <Button
          type="submit"
          variant="primary"
          className="self-start"
          loading={save.isPending}
          disabled={!isChanged || plan.hours.some(({ days, from, to }) => days.length === 0 || from === to)}
        >
          {t("save")}
        </Button>
      )}
    </form>
  );
}
