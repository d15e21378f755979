"use client";

import { useTranslations } from "next-intl";
import { errorCode, errorDetail } from "@/components/trpc";

const plain = [
  "BOT_TOKEN_REJECTED",
  "API_ROOT_NOT_ALLOWED",
  "TELEGRAM_UNAVAILABLE",
  "MANAGED_BOTS_OFF",
  "CHANNEL_CHANGED",
  "CHANNEL_NOT_FOUND",
  "FEATURE_OFF",
  "PERMISSION_DENIED",
  "QUOTA_REACHED",
] as const;

/** What went wrong and what to do, in the reader's words. */
export function useChannelFailure(): (error: unknown) => string {
  const t = useTranslations("channels.failures");
  return (error) => {
    const code = errorCode(error);
    const { username, expected, isHere } = errorDetail(error);
    if (code === "BOT_ALREADY_CONNECTED") {
      return t(isHere === true ? "BOT_ALREADY_HERE" : "BOT_ALREADY_ELSEWHERE", {
        username: String(username),
      });
    }
    if (code === "BOT_IS_ANOTHER") {
      return t("BOT_IS_ANOTHER", { username: String(username), expected: String(expected) });
    }
    if (code === "CHANNEL_TOKEN_NEEDED") return t("CHANNEL_TOKEN_NEEDED", { username: String(username) });
    return t(plain.find((known) => known === code) ?? "unknown");
  };
}
