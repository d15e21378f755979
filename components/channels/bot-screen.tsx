"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/components/live";
import { PanelPage } from "@/components/shell/panel-page";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { LinkTabs } from "@/components/ui/tabs";
import type { BotHealth } from "@/server/channels/schemas";
import { BotProfileCard } from "./bot-profile-card";
import { BotSettings } from "./bot-settings";
import { ChannelHealth } from "./channel-health";
import { ChannelState } from "./channel-words";
import { ReplaceTokenDialog } from "./replace-token-dialog";
import { ReplyPlanCard } from "./reply-plan-card";
import { TroubleNotice } from "./trouble-notice";
import { useChannelMoves } from "./use-channel-moves";

const tabs = ["health", "replies", "profile", "settings"] as const;
const refreshMs = 15_000;

/** One bot: how it fares, how it answers, what it says of itself, and taking it away. */
export function BotScreen({ username }: { username: string }) {
  const t = useTranslations("channels");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { slug } = useWorkspace();
  const bots = useQuery(trpc.channels.list.queryOptions());
  const channelId = bots.data?.find((bot) => bot.username.toLowerCase() === username.toLowerCase())?.id;
  const health = useQuery(
    trpc.channels.health.queryOptions(
      { channelId: channelId ?? "" },
      { enabled: channelId !== undefined, refetchInterval: refreshMs },
    ),
  );
  useLive(["channel/", "group/"], () => void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() }));
  const back = { href: `/w/${slug}/channels`, label: t("title") };
  if (health.data) return <Bot health={health.data} back={back} />;
  const isGone = bots.data && !channelId;
  const isForbidden = errorCode(bots.error) === "PERMISSION_DENIED";
  const hasFailed = bots.isError || health.isError;
  return (
    <PanelPage title={`@${username}`} back={back}>
      {isForbidden ? (
        <ForbiddenState />
      ) : isGone ? (
        <ErrorState title={t("detail.gone")} happened="" kept="" />
      ) : hasFailed ? (
        <ErrorState onRetry={() => void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() })} />
      ) : (
        <SkeletonText lines={12} />
      )}
    </PanelPage>
  );
}

function Bot({ health, back }: { health: BotHealth; back: { href: string; label: string } }) {
  const t = useTranslations("channels");
  const router = useRouter();
  const { slug, member } = useWorkspace();
  const { channel } = health;
  const [isReplacing, setReplacing] = useState(false);
  const moves = useChannelMoves(channel, () => router.push(back.href));
  const asked = useSearchParams().get("tab");
  const tab = tabs.find((known) => known === asked) ?? "health";
  const mayChange = member.role === "owner" || member.role === "admin";
  const address = `/w/${slug}/channels/${channel.username}`;
  return (
    <PanelPage
      title={channel.name}
      back={back}
      description={
        <span className="flex flex-wrap items-center gap-x-3">
          <bdi>@{channel.username}</bdi>
          <ChannelState channel={channel} />
          <span>{t(`replies.modes.${channel.replyMode}`)}</span>
        </span>
      }
      action={
        mayChange &&
        channel.state === "active" && (
          <Button loading={moves.isMoving} onClick={moves.pause}>
            {t("detail.pause")}
          </Button>
        )
      }
      filters={
        <LinkTabs
          label={channel.name}
          className="w-full"
          items={tabs.map((key) => ({
            href: key === "health" ? address : `${address}?tab=${key}`,
            label: t(`tabs.${key}`),
            active: key === tab,
          }))}
        />
      }
    >
      <TroubleNotice
        health={health}
        moves={mayChange ? moves : null}
        onReplaceToken={() => setReplacing(true)}
      />
      {tab === "health" && <ChannelHealth health={health} />}
      {tab === "replies" && <ReplyPlanCard key={channel.id} channel={channel} />}
      {tab === "profile" && <BotProfileCard key={channel.id} channel={channel} />}
      {tab === "settings" && (
        <BotSettings
          channel={channel}
          mayChange={mayChange}
          moves={moves}
          onReplaceToken={() => setReplacing(true)}
        />
      )}
      <ReplaceTokenDialog channelId={channel.id} isOpen={isReplacing} onOpenChange={setReplacing} />
    </PanelPage>
  );
}
