import fc from "fast-check";
import {
  addresses,
  agentRuns,
  conversations,
  customers,
  identities,
  intentExamples,
  messages,
} from "@/db/schema";
import { type Ctx, inWorkspace, newId } from "@/server/kernel";
import { keptSpan } from "./rules";

type Turn = {
  ago: number;
  intent: "return" | "stock" | null;
  action: "answer" | "clarify";
  isCorrected: boolean;
};

/** Minutes are counted back from now; null where the thing did not happen. */
export type History = {
  startedAgo: number;
  inboundAgo: number[];
  firstResponseAfter: number | null;
  turns: Turn[];
  handoffAgo: number | null;
  memberMessagesAgo: number[];
  language: "tr" | "en";
  resolution: "assumed" | "confirmed" | null;
  resolvedAgo: number;
  reopenedAfterHours: number | null;
  /** Minutes from its beginning to its last message, of one that is closed. */
  tookMinutes: number | null;
};

/** Somebody wrote, and that was all. */
export const quiet: Omit<History, "startedAgo" | "inboundAgo"> = {
  firstResponseAfter: null,
  turns: [],
  handoffAgo: null,
  memberMessagesAgo: [],
  language: "tr",
  resolution: null,
  resolvedAgo: 1,
  reopenedAfterHours: null,
  tookMinutes: null,
};

export function historiesOver(days: number, count: number, seed: number): History[] {
  // Since this time of day of the first day.
  const ago = fc.integer({ min: 1, max: (days - 1) * 24 * 60 });
  const turn: fc.Arbitrary<Turn> = fc.record({
    ago,
    intent: fc.constantFrom("return", "stock", null),
    action: fc.constantFrom("answer", "clarify"),
    isCorrected: fc.boolean(),
  });
  const history: fc.Arbitrary<History> = fc.record({
    startedAgo: ago,
    inboundAgo: fc.array(ago, { minLength: 1, maxLength: 4 }),
    firstResponseAfter: fc.option(fc.integer({ min: 0, max: 900 })),
    turns: fc.array(turn, { maxLength: 3 }),
    handoffAgo: fc.option(ago, { freq: 3 }),
    memberMessagesAgo: fc.array(ago, { maxLength: 1 }),
    language: fc.constantFrom("tr", "en"),
    resolution: fc.option(fc.constantFrom("assumed", "confirmed")),
    resolvedAgo: ago,
    reopenedAfterHours: fc.option(fc.integer({ min: 1, max: 100 })),
    tookMinutes: fc.option(fc.integer({ min: 0, max: 5_000 })),
  });
  return fc.sample(history, { numRuns: count, seed }).map((one) => ({
    ...one,
    // A response that would lie after now has not been given.
    firstResponseAfter:
      one.firstResponseAfter !== null && one.firstResponseAfter <= one.startedAgo
        ? one.firstResponseAfter
        : null,
  }));
}

/**
 * Writes one, row by row, as the product would have left it. Returns its customer's id.
 *
 * @param place.memberId who answered for the team
 */
export async function writeHistory(
  place: { ctx: Ctx; channelId: string; memberId: string },
  history: History,
): Promise<string> {
  const { ctx, channelId, memberId } = place;
  const now = ctx.clock.now();
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const workspaceId = ctx.workspace.id;
  const [customerId, identityId, addressId, conversationId] = [newId(), newId(), newId(), newId()];
  const startedAt = minutesAgo(history.startedAgo);
  const resolvedAt = history.resolution ? minutesAgo(history.resolvedAgo) : null;
  const firstResponseAt =
    history.firstResponseAfter === null
      ? null
      : new Date(startedAt.getTime() + history.firstResponseAfter * 60_000);
  await inWorkspace(ctx, async (tx) => {
    await tx
      .insert(customers)
      .values({ workspaceId, id: customerId, displayName: "=Ali", createdAt: startedAt });
    await tx.insert(identities).values({
      workspaceId,
      id: identityId,
      customerId,
      kind: "telegram",
      value: identityId,
      createdAt: startedAt,
    });
    await tx.insert(addresses).values({
      workspaceId,
      id: addressId,
      customerId,
      identityId,
      channelId,
      chatId: identityId,
      createdAt: startedAt,
    });
    await tx.insert(conversations).values({
      workspaceId,
      id: conversationId,
      channelId,
      customerId,
      addressId,
      status: history.tookMinutes === null ? "open" : "closed",
      assignedMemberId: history.tookMinutes === null ? null : memberId,
      lastMessageAt: new Date(startedAt.getTime() + (history.tookMinutes ?? 0) * 60_000),
      firstInboundAt: startedAt,
      firstResponseAt,
      answerCount: history.turns.filter(({ action }) => action === "answer").length,
      memberMessageCount: history.memberMessagesAgo.length,
      handedOffAt: history.handoffAgo === null ? null : minutesAgo(history.handoffAgo),
      resolution: history.resolution,
      resolvedAt,
      reopenedAt:
        resolvedAt && history.reopenedAfterHours !== null
          ? new Date(resolvedAt.getTime() + history.reopenedAfterHours * 3_600_000)
          : null,
      createdAt: startedAt,
    });
    await tx.insert(messages).values(
      history.inboundAgo.map((minutes, index) => ({
        workspaceId,
        id: newId(),
        conversationId,
        addressId,
        seq: index + 1,
        direction: "in" as const,
        author: "customer" as const,
        kind: "text" as const,
        sentAt: minutesAgo(minutes),
        createdAt: minutesAgo(minutes),
      })),
    );
    if (firstResponseAt) {
      await tx.insert(messages).values({
        workspaceId,
        id: newId(),
        conversationId,
        addressId,
        seq: history.inboundAgo.length + 1,
        direction: "out",
        author: "agent",
        kind: "text",
        sentAt: firstResponseAt,
        createdAt: firstResponseAt,
      });
    }
    for (const [index, minutes] of history.memberMessagesAgo.entries()) {
      await tx.insert(messages).values({
        workspaceId,
        id: newId(),
        conversationId,
        addressId,
        seq: 100 + index,
        direction: "out",
        author: "member",
        memberId,
        kind: "text",
        sentAt: minutesAgo(minutes),
        createdAt: minutesAgo(minutes),
      });
    }
    for (const { ago: minutes, action, intent, isCorrected } of turnsOf(history)) {
      const runId = newId();
      if (isCorrected) {
        await tx.insert(intentExamples).values({
          workspaceId,
          id: newId(),
          intent: "cancel",
          text: runId,
          textKey: runId,
          language: "tr",
          agentRunId: runId,
          createdAt: now,
        });
      }
      await tx.insert(agentRuns).values({
        workspaceId,
        id: runId,
        conversationId,
        fromSeq: 1,
        toSeq: 1,
        language: history.language,
        intent,
        scores: {},
        sources: [],
        action,
        reason: "test",
        durationMs: 1,
        createdAt: minutesAgo(minutes),
      });
    }
  });
  return customerId;
}

type AnyTurn = Omit<Turn, "action"> & { action: "answer" | "clarify" | "handoff" };

export const turnsOf = (history: History): AnyTurn[] => [
  ...history.turns,
  ...(history.handoffAgo === null
    ? []
    : [{ ago: history.handoffAgo, intent: "return", action: "handoff", isCorrected: false } as const]),
];

const wasReopened = (history: History) =>
  history.resolution !== null && history.reopenedAfterHours !== null && history.reopenedAfterHours <= 72;

const isResolved = (history: History) =>
  history.resolution !== null &&
  history.turns.some(({ action }) => action === "answer") &&
  history.memberMessagesAgo.length === 0 &&
  history.handoffAgo === null &&
  !wasReopened(history);

/** The middle by nearest rank of values as they are kept, worked out the long way. */
function middleOf(values: readonly number[], share: number): number | null {
  const sorted = values.map(keptSpan).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** The same figures, counted by hand from what was written; `within` says which moments belong, in minutes ago. */
export function recount(histories: readonly History[], within: (ago: number) => boolean = () => true) {
  const settled = histories.filter(({ resolvedAgo }) => within(resolvedAgo));
  const begun = histories.filter(({ startedAgo }) => within(startedAgo));
  const turns = histories.flatMap(turnsOf).filter(({ ago }) => within(ago));
  const counted = (resolution: string) =>
    settled.filter((history) => isResolved(history) && history.resolution === resolution).length;
  const responses = histories.flatMap(({ firstResponseAfter, startedAgo }) =>
    firstResponseAfter !== null && within(startedAgo - firstResponseAfter) ? [firstResponseAfter * 60] : [],
  );
  const ofMembers = histories.flatMap(({ memberMessagesAgo }) => memberMessagesAgo).filter(within).length;
  return {
    messagesIn: histories.flatMap(({ inboundAgo }) => inboundAgo).filter(within).length,
    messagesOut: responses.length + ofMembers,
    conversationsStarted: begun.length,
    resolvedAssumed: counted("assumed"),
    resolvedConfirmed: counted("confirmed"),
    resolvedReopened: settled.filter(wasReopened).length,
    handedOff: turns.filter(({ action }) => action === "handoff").length,
    medianFirstResponseS: middleOf(responses, 0.5),
    p90FirstResponseS: middleOf(responses, 0.9),
    medianResolutionS: middleOf(
      begun.flatMap(({ tookMinutes }) => (tookMinutes === null ? [] : [tookMinutes * 60])),
      0.5,
    ),
    minutesSaved: turns.filter(({ action }) => action === "answer").length * 3,
    deflection: begun.length === 0 ? null : begun.filter(isResolved).length / begun.length,
  };
}

export function recountIntents(histories: readonly History[]) {
  const asked = histories.flatMap((history) =>
    turnsOf(history).map((turn) => ({ ...turn, isResolved: isResolved(history) })),
  );
  return Object.fromEntries(
    ["return", "stock"].map((intent) => {
      const mine = asked.filter((turn) => turn.intent === intent);
      return [
        intent,
        {
          asked: mine.length,
          resolved: mine.filter((turn) => turn.isResolved).length,
          handedOff: mine.filter(({ action }) => action === "handoff").length,
          corrected: mine.filter(({ isCorrected }) => isCorrected).length,
        },
      ];
    }),
  );
}

/** What the wall clock of a zone shows, by another way than the product's. */
export function localOf(at: Date, timeZone: string): { day: string; hour: number; weekday: number } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const day = `${of("year")}-${of("month")}-${of("day")}`;
  return { day, hour: Number(of("hour")), weekday: (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7 };
}
