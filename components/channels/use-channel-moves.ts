"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { ChannelDetail } from "@/server/channels/schemas";
import { useChannelFailure } from "./use-channel-failure";

export type ChannelMoves = ReturnType<typeof useChannelMoves>;

/** Pausing a bot, taking it up again, registering it anew, and disconnecting it. */
export function useChannelMoves(channel: ChannelDetail, onGone: () => void) {
  const t = useTranslations("channels.detail");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useChannelFailure();
  const refetch = () => cache.invalidateQueries({ queryKey: trpc.channels.pathKey() });
  const onError = (error: unknown) => toast.failed(describe(error));
  const { id: channelId, username } = channel;

  const update = useMutation(
    trpc.channels.update.mutationOptions({
      onError,
      onSuccess(after) {
        cache.setQueryData(trpc.channels.get.queryKey({ channelId }), after);
        if (after.state === "paused") {
          const undo = { label: common("undo"), run: () => update.mutate({ channelId, state: "active" }) };
          return toast.done(t("pausedDone"), { undo });
        }
        if (after.state === "broken") return toast.failed(t("notRegistered"));
        if (channel.state !== "broken") return toast.done(t("resumedDone"));
        toast.done(t("registered"));
      },
      onSettled: refetch,
    }),
  );
  const mend = useMutation(
    trpc.channels.mend.mutationOptions({
      onError,
      onSuccess(after) {
        if (after.lastError) return toast.failed(t("notRegistered"));
        toast.done(t("registered"));
      },
      onSettled: refetch,
    }),
  );
  const disconnect = useMutation(
    trpc.channels.disconnect.mutationOptions({
      onError,
      onSuccess() {
        toast.done(t("disconnected", { username }));
        onGone();
      },
      onSettled: refetch,
    }),
  );
  return {
    isMoving: update.isPending || mend.isPending,
    mend: () => mend.mutate({ channelId }),
    pause: () => update.mutate({ channelId, state: "paused" }),
    resume: () => update.mutate({ channelId, state: "active" }),
    async disconnect() {
      await disconnect.mutateAsync({ channelId }).catch(() => {});
    },
  };
}
