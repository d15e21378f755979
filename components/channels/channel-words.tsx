"use client";

import { useTranslations } from "next-intl";
import { StatusDot, type Tone } from "@/components/ui/badge";
import { isChannelError, isTroubleCode } from "@/server/channels/rules";
import type { Channel } from "@/server/channels/schemas";

const tones: Record<Channel["state"], Tone> = {
  active: "success",
  paused: "neutral",
  broken: "danger",
  deleted: "neutral",
};

/** The bot's state as a dot with its word; one that works but is in trouble says so. */
export function ChannelState({ channel }: { channel: Pick<Channel, "state" | "lastError"> }) {
  const t = useTranslations("channels.states");
  const isTroubled = channel.state === "active" && isTroubleCode(channel.lastError?.code ?? null);
  if (isTroubled) return <StatusDot tone="warn" label={t("troubled")} />;
  return <StatusDot tone={tones[channel.state]} label={t(channel.state)} />;
}

/** Which of the three ways a bot's messages take, as a key of the texts. */
export const wayOf = (channel: Pick<Channel, "isLocal" | "updateMode">) =>
  channel.isLocal && channel.updateMode === "webhook" ? "local" : channel.updateMode;

/** A problem's code in plain words. */
export function useErrorWords(): (code: string) => string {
  const t = useTranslations("channels.errors");
  return (code) => t(isChannelError(code) ? code : "unknown");
}
