import { z } from "zod";
import { countedFigures, figureSpans, keyedFigures, toldClocks } from "./rules";

export const GetFiguresInput = z.object({ days: z.literal(figureSpans) });
export type GetFiguresInput = z.infer<typeof GetFiguresInput>;

const count = z.number().int();

export const Figures = z.object({
  messagesIn: count,
  messagesOut: count,
  conversationsStarted: count,
  resolvedAssumed: count,
  resolvedConfirmed: count,
  /** Had been resolved, and were opened again within 72 hours: neither assumed nor confirmed any more. */
  resolvedReopened: count,
  handedOff: count,
  /** Seconds; null where nobody was answered. */
  medianFirstResponseS: z.number().nullable(),
  p90FirstResponseS: z.number().nullable(),
  /** From a conversation's first message to its last, of those begun in the span and closed since. */
  medianResolutionS: z.number().nullable(),
  minutesSaved: count,
  /** The share of conversations begun in the span that no person was needed for, 0 to 1; null where none was begun. */
  deflection: z.number().nullable(),
});
export type Figures = z.infer<typeof Figures>;

const Ratings = z.object({
  /** Customers who were asked in the span. */
  asked: count,
  /** Ratings that were given in it. */
  count,
  /** 1 to 5; null where there is none. */
  average: z.number().nullable(),
  /** Of four and five, 0 to 1. */
  share: z.number().nullable(),
  comments: count,
});
/** Ratings of one member or bot; without a name, those of conversations that the agent had alone. */
const RatingsOf = z.object({ id: z.string(), name: z.string().nullable(), count, average: z.number() });

export const FigureReport = z.object({
  span: z.literal(figureSpans),
  timeZone: z.string(),
  /** The assumption behind `minutesSaved`. */
  minutesPerAnswer: count,
  total: Figures,
  /** The same number of days before, up to the same time of day. */
  before: Figures,
  /** A day each, or of today an hour each, oldest first, up to the end of today: empty ones are there with zeros. */
  points: z.array(Figures.extend({ at: z.union([z.iso.date(), z.iso.datetime()]) })),
  /** The last weeks by their Monday, whatever the span. */
  weeks: z.array(z.object({ week: z.iso.date(), started: count, resolved: count })),
  /** What customers wanted, most asked first. */
  intents: z.array(
    z.object({
      intent: z.string(),
      /** Of an intent that the workspace has made; null of those that its kind has, which screens name. */
      name: z.string().nullable(),
      asked: count,
      resolved: count,
      handedOff: count,
      corrected: count,
    }),
  ),
  /** Messages that the agent read, by language, most first. */
  languages: z.array(z.object({ language: z.string(), turns: count })),
  /** Customers' messages by weekday (Monday first) and hour of the workspace's zone. */
  heat: z.array(z.array(count)),
  /** Clocks that ended in the span, in time or too late, and in the span before; those that were never set are left out. */
  clocks: z.array(
    z.object({
      clock: z.enum(toldClocks),
      met: count,
      missed: count,
      metBefore: count,
      missedBefore: count,
    }),
  ),
  /** What customers said of their conversations. */
  satisfaction: z.object({
    total: Ratings,
    before: Ratings,
    scores: z.array(z.object({ score: count, count })),
    byMember: z.array(RatingsOf),
    byBot: z.array(RatingsOf),
  }),
  /** Members who did something, most replies first. */
  members: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      replies: count,
      /** Conversations begun in the span that were closed in their hands. */
      closed: count,
    }),
  ),
});
export type FigureReport = z.infer<typeof FigureReport>;

export const CustomerReport = z.object({
  /** Null before the first count. */
  countedAt: z.iso.datetime().nullable(),
  busiest: z.array(z.object({ customerId: z.string(), name: z.string(), messages: count })),
  /** Customers by the week of their first message: how many they are, and how many wrote in it and each week after. */
  cohorts: z.array(z.object({ week: z.iso.date(), size: count, active: z.array(count) })),
});
export type CustomerReport = z.infer<typeof CustomerReport>;

export const activationSteps = ["created", "connected", "asked", "answered", "resolved"] as const;

/** When the workspace got so far for the first time; null where it has not yet. */
export const ActivationReport = z.object({
  steps: z.array(z.object({ step: z.enum(activationSteps), at: z.iso.datetime().nullable() })),
  /** From the first message of a customer to the agent's first answer, in seconds. */
  firstAnswerAfterS: z.number().nullable(),
});
export type ActivationReport = z.infer<typeof ActivationReport>;

const RowsOf = z.object({
  figure: z.enum([...countedFigures, ...keyedFigures]),
  /** Which intent, language, member, customer; `weekday-hour` of the heat's cell. */
  key: z.string().max(60).optional(),
});

export const ListFigureRowsInput = RowsOf.extend({ days: z.literal(figureSpans) });
export type ListFigureRowsInput = z.infer<typeof ListFigureRowsInput>;

export const FigureRows = z.object({
  items: z.array(
    z.object({
      conversationId: z.string(),
      status: z.enum(["open", "handed_off", "closed"]),
      /** The customer's display name. */
      name: z.string(),
      /** When it counted, the last time. */
      at: z.iso.datetime(),
      /** Messages, answers or seconds; null where each conversation counts as one. */
      amount: z.number().int().nullable(),
    }),
  ),
  /** There are more than are told. */
  isTruncated: z.boolean(),
});
export type FigureRows = z.infer<typeof FigureRows>;
