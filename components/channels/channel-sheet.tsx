"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { ChannelDetail } from "@/server/channels/schemas";
import { BotTextsCard } from "./bot-texts-card";
import { ChannelHealth } from "./channel-health";
import { ReplaceTokenDialog } from "./replace-token-dialog";
import { useChannelMoves } from "./use-channel-moves";

/** One bot: its health, its own texts, pausing it and taking it away. */
export function ChannelSheet(props: { channelId: string | null; mayChange: boolean; onClose: () => void }) {
  const t = useTranslations("channels");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { channelId } = props;
  const channel = useQuery(
    trpc.channels.get.queryOptions(
      { channelId: channelId ?? "" },
      { enabled: channelId !== null, refetchInterval: 15_000 },
    ),
  );
  const isGone =
    errorCode(channel.error) === "CHANNEL_NOT_FOUND" || errorCode(channel.error) === "INVALID_INPUT";
  const refetch = () => cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
  return (
    <Sheet
      open={channelId !== null}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      title={channel.data?.name ?? t("title")}
      description={channel.data && <bdi>@{channel.data.username}</bdi>}
    >
      {channel.isError && !channel.data ? (
        <ErrorState
          title={isGone ? t("detail.gone") : undefined}
          happened={isGone ? "" : undefined}
          kept={isGone ? "" : undefined}
          onRetry={isGone ? undefined : refetch}
        />
      ) : channel.data ? (
        <Detail channel={channel.data} mayChange={props.mayChange} onGone={props.onClose} />
      ) : (
        <SkeletonText lines={8} />
      )}
    </Sheet>
  );
}

function Detail(props: { channel: ChannelDetail; mayChange: boolean; onGone: () => void }) {
  const t = useTranslations("channels.detail");
  const { channel, mayChange } = props;
  const [isLeaving, setLeaving] = useState(false);
  const [isReplacing, setReplacing] = useState(false);
  const moves = useChannelMoves(channel, props.onGone);
  return (
    <div className="flex flex-col gap-4">
      <ChannelHealth
        channel={channel}
        moves={mayChange ? moves : null}
        onReplaceToken={() => setReplacing(true)}
      />
      {mayChange && (
        <>
          <BotTextsCard key={channel.id} channel={channel} />
          <div className="flex flex-wrap gap-2 border-line border-t pt-4">
            {channel.state === "active" && (
              <Button loading={moves.isMoving} onClick={moves.pause}>
                {t("pause")}
              </Button>
            )}
            <Button onClick={() => setReplacing(true)}>{t("replaceToken")}</Button>
            <Button variant="danger" onClick={() => setLeaving(true)}>
              {t("disconnect")}
            </Button>
          </div>
          <ReplaceTokenDialog channelId={channel.id} isOpen={isReplacing} onOpenChange={setReplacing} />
          <ConfirmDialog
            open={isLeaving}
            onOpenChange={setLeaving}
            title={t("disconnectTitle", { username: channel.username })}
            consequence={t("disconnectConsequence")}
            confirmLabel={t("disconnect")}
            typeToConfirm={channel.username}
            onConfirm={moves.disconnect}
          />
        </>
      )}
    </div>
  );
}
