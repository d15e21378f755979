"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { isTroubleCode } from "@/server/channels/rules";
import type { BotHealth } from "@/server/channels/schemas";
import { useErrorWords } from "./channel-words";
import type { ChannelMoves } from "./use-channel-moves";

/** What is wrong with the bot, what that means, and the one click that mends it. */
export function TroubleNotice(props: {
  health: BotHealth;
  /** Null for those who may only look. */
  moves: ChannelMoves | null;
  onReplaceToken: () => void;
}) {
  const { moves } = props;
  const { channel, troubles } = props.health;
  const t = useTranslations("channels.detail");
  const hints = useTranslations("channels.troubleHints");
  const errorWords = useErrorWords();
  const open = troubles.find(({ endedAt }) => endedAt === null);
  const code = open?.code ?? channel.lastError?.code ?? null;
  if (isTroubleCode(code)) {
    const needsToken = code === "token_rejected" && !channel.isManaged;
    return (
      <Notice
        tone="danger"
        title={errorWords(code)}
        action={
          moves && (
            <Button
              size="sm"
              loading={moves.isMoving}
              onClick={needsToken ? props.onReplaceToken : moves.mend}
            >
              {needsToken ? t("replaceToken") : t(code === "token_rejected" ? "renewToken" : "mend")}
            </Button>
          )
        }
      >
        {code === "token_rejected" && channel.isManaged
          ? hints("token_rejected_managed")
          : hints(code, { detail: open?.detail ?? "" })}
      </Notice>
    );
  }
  if (channel.state === "broken") {
    return (
      <Notice
        tone="danger"
        title={channel.lastError ? errorWords(channel.lastError.code) : t("broken.title")}
        action={
          moves && (
            <Button size="sm" loading={moves.isMoving} onClick={moves.mend}>
              {t("register")}
            </Button>
          )
        }
      >
        {t("broken.hint")}
      </Notice>
    );
  }
  if (channel.state === "paused") {
    return (
      <Notice
        tone="warn"
        title={t("paused.title")}
        action={
          moves && (
            <Button size="sm" loading={moves.isMoving} onClick={moves.resume}>
              {t("resume")}
            </Button>
          )
        }
      >
        {t("paused.hint")}
      </Notice>
    );
  }
  if (channel.isPlatformAway) return <Notice tone="warn">{t("platformAway")}</Notice>;
  return null;
}
