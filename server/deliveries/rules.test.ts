import { describe, expect, test } from "vitest";
import { canRetry, decideWithoutSending, isSuppressed, judgeRefusal, laneOf, pauseAfterTryMs } from "./rules";

const refusal = { status: 400, description: "", retryAfterS: null, migrateToChatId: null };

describe("judgeRefusal", () => {
  test.each([
    [
      403,
      "Forbidden: bot was blocked by the user",
      { kind: "fail", reason: "bot_blocked", isUnreachable: true },
    ],
    [
      403,
      "Forbidden: user is deactivated",
      { kind: "fail", reason: "customer_deactivated", isUnreachable: true },
    ],
    [
      403,
      "Forbidden: bot can't initiate conversation with a user",
      { kind: "fail", reason: "conversation_not_started", isUnreachable: true },
    ],
    [
      403,
      "Forbidden: bot was kicked from the supergroup chat",
      { kind: "fail", reason: "removed_from_group", isUnreachable: true },
    ],
    [400, "Bad Request: chat not found", { kind: "fail", reason: "chat_not_found", isUnreachable: true }],
    [
      400,
      "Bad Request: message is too long",
      { kind: "fail", reason: "message_too_long", isUnreachable: false },
    ],
    [
      400,
      "Bad Request: message text is empty",
      { kind: "fail", reason: "message_empty", isUnreachable: false },
    ],
    [
      400,
      "Bad Request: BUTTON_DATA_INVALID",
      { kind: "fail", reason: "buttons_refused", isUnreachable: false },
    ],
    [400, "Bad Request: something new", { kind: "fail", reason: "refused", isUnreachable: false }],
    [413, "Request Entity Too Large", { kind: "fail", reason: "file_too_large", isUnreachable: false }],
    [401, "Unauthorized", { kind: "breakBot" }],
    [404, "Not Found", { kind: "breakBot" }],
    [409, "Conflict", { kind: "retry", reason: "provider_unavailable" }],
    [502, "Bad Gateway", { kind: "retry", reason: "provider_unavailable" }],
  ])("%i %s", (status, description, verdict) => {
    expect(judgeRefusal({ ...refusal, status, description })).toEqual(verdict);
  });

  test("429 names the pause, at least a second", () => {
    expect(judgeRefusal({ ...refusal, status: 429, retryAfterS: 7 })).toEqual({ kind: "pauseBot", forS: 7 });
    expect(judgeRefusal({ ...refusal, status: 429 })).toEqual({ kind: "pauseBot", forS: 1 });
  });

  test("a group that became a supergroup is followed, whatever the code", () => {
    expect(judgeRefusal({ ...refusal, migrateToChatId: "-1001" })).toEqual({
      kind: "moveChat",
      chatId: "-1001",
    });
  });
});

describe("decideWithoutSending", () => {
  const plain = {
    author: "agent",
    purpose: "reply",
    isOptedOut: false,
    isReachable: true,
    wasInterrupted: false,
    tries: 1,
  } as const;

  test.each([
    ["an answer goes", {}, null],
    ["an interrupted answer goes again", { wasInterrupted: true }, null],
    [
      "an interrupted offer does not",
      { wasInterrupted: true, purpose: "marketing" },
      { outcome: "unconfirmed", reason: "interrupted" },
    ],
    [
      "an interrupted payment request does not",
      { wasInterrupted: true, purpose: "money" },
      { outcome: "unconfirmed", reason: "interrupted" },
    ],
    [
      "an answer after a STOP is held back",
      { isOptedOut: true },
      { outcome: "suppressed", reason: "opted_out" },
    ],
    ["an answer to somebody who had blocked the bot is tried", { isReachable: false }, null],
    [
      "an offer to somebody who cannot be reached is not",
      { isReachable: false, purpose: "marketing" },
      { outcome: "failed", reason: "unreachable" },
    ],
    [
      "what crashed the process again and again is given up",
      { wasInterrupted: true, tries: 9 },
      { outcome: "failed", reason: "provider_unavailable" },
    ],
  ] as const)("%s", (_label, changes, decision) => {
    expect(decideWithoutSending({ ...plain, ...changes })).toEqual(decision);
  });
});

describe("a customer's STOP", () => {
  test.each([
    ["agent", "reply", true],
    ["agent", "service", true],
    ["system", "service", true],
    ["system", "marketing", true],
    ["system", "money", true],
    ["system", "reply", false],
    ["member", "reply", false],
    ["member", "service", false],
  ] as const)("%s with %s: held back is %s", (author, purpose, isHeld) => {
    expect(isSuppressed({ author, purpose, isOptedOut: true })).toBe(isHeld);
    expect(isSuppressed({ author, purpose, isOptedOut: false })).toBe(false);
  });
});

test("only what has ended without arriving for certain is sent again by hand", () => {
  const states = ["queued", "sending", "sent", "failed", "suppressed", "unconfirmed"] as const;
  expect(states.filter(canRetry)).toEqual(["failed", "unconfirmed"]);
});

test("answers and service go before offers and money", () => {
  expect((["reply", "service", "marketing", "money"] as const).map(laneOf)).toEqual([0, 0, 1, 1]);
});

test("the pauses between tries grow to five minutes", () => {
  expect([1, 2, 3, 4, 7, 20].map(pauseAfterTryMs)).toEqual([500, 1_500, 4_500, 13_500, 300_000, 300_000]);
});
