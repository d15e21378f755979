import { BotApiRefusal, type BotApiTarget, BotApiUnreachable, type SendingChannel } from "@/server/channels";
import { callForAction } from "./call-for-action";
import type { ClaimedDelivery } from "./claims";
import {
  type DeliveryReason,
  decideWithoutSending,
  isAlreadyDone,
  judgeRefusal,
  maxTries,
  mayRepeat,
  pauseAfterTryMs,
} from "./rules";
import { KeptFileMissing } from "./send-media";

/** What became of a claimed delivery. Exactly one outcome a claim. */
export type SendOutcome =
  /** `providerMessageId` is null where a change was made; `providerMessageIds` are an album's. */
  | { outcome: "sent"; providerMessageId: string | null; providerMessageIds?: string[] }
  | {
      outcome: "failed" | "suppressed" | "unconfirmed";
      reason: DeliveryReason;
      said?: string;
      /** Everything else to this address would fail alike. */
      isUnreachable?: boolean;
    }
  | {
      /** Back into the queue. */
      outcome: "again";
      reason: DeliveryReason;
      said?: string;
      inMs: number;
      /** False: it was not a try (the bot was told to wait). */
      isCounted: boolean;
      pauseBotMs?: number;
      isBotBroken?: boolean;
      newChatId?: string;
      isNetworkFailure?: boolean;
    };

export type SendTimes = {
  /** Without the time that a file takes. */
  timeoutMs: number;
  /** Ends what has not left yet. */
  signal?: AbortSignal;
  /** Says that it is still at it: a long send must not pass for a dead one. */
  hold?: () => void;
};

/** Sends one claimed delivery, or ends it without a call. Never throws. */
export async function sendDelivery(
  channel: SendingChannel,
  delivery: ClaimedDelivery,
  times: SendTimes,
): Promise<SendOutcome> {
  const decided = decideWithoutSending(delivery);
  if (decided) return decided;
  if (delivery.action !== "send" && delivery.providerMessageId === null)
    return { outcome: "failed", reason: "message_not_sent" };
  if (!channel.target) return { outcome: "failed", reason: "channel_disconnected" };
  return callPlatform(channel.target, delivery, times);
}

async function callPlatform(
  target: BotApiTarget,
  delivery: ClaimedDelivery,
  times: SendTimes,
): Promise<SendOutcome> {
  try {
    return { outcome: "sent", ...(await callForAction(target, delivery, times)) };
  } catch (error) {
    if (error instanceof BotApiRefusal) return afterRefusal(delivery, error);
    if (error instanceof BotApiUnreachable) return afterSilence(delivery, error);
    if (error instanceof KeptFileMissing) return { outcome: "failed", reason: "file_missing" };
    // A message that cannot be written as a request: the same every time.
    return { outcome: "failed", reason: "refused" };
  }
}

function afterRefusal(delivery: ClaimedDelivery, refusal: BotApiRefusal): SendOutcome {
  if (isAlreadyDone(delivery.action, refusal)) return { outcome: "sent", providerMessageId: null };
  const said = refusal.description;
  const verdict = judgeRefusal(refusal);
  switch (verdict.kind) {
    case "fail":
      return { outcome: "failed", reason: verdict.reason, said, isUnreachable: verdict.isUnreachable };
    case "retry":
      return tryAgain(delivery, verdict.reason, said);
    case "pauseBot": {
      const pauseMs = verdict.forS * 1_000;
      return {
        outcome: "again",
        reason: "too_many_requests",
        said,
        inMs: pauseMs,
        isCounted: false,
        pauseBotMs: pauseMs,
      };
    }
    case "breakBot":
      return {
        outcome: "again",
        reason: "channel_broken",
        said,
        inMs: 0,
        isCounted: false,
        isBotBroken: true,
      };
    case "moveChat":
      return {
        outcome: "again",
        reason: "chat_moved",
        said,
        inMs: 0,
        isCounted: true,
        newChatId: verdict.chatId,
      };
  }
}

function afterSilence(delivery: ClaimedDelivery, silence: BotApiUnreachable): SendOutcome {
  if (silence.isAmbiguous && !mayRepeat(delivery.purpose)) {
    return { outcome: "unconfirmed", reason: "interrupted", said: silence.reason };
  }
  const again = tryAgain(
    delivery,
    silence.isAmbiguous ? "interrupted" : "provider_unavailable",
    silence.reason,
  );
  return again.outcome === "again" ? { ...again, isNetworkFailure: true } : again;
}

function tryAgain(delivery: ClaimedDelivery, reason: DeliveryReason, said: string): SendOutcome {
  if (delivery.tries >= maxTries) return { outcome: "failed", reason: "provider_unavailable", said };
  return { outcome: "again", reason, said, inMs: pauseAfterTryMs(delivery.tries), isCounted: true };
}
