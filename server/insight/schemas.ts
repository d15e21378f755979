import { z } from "zod";
import { countedFigures, figureSpans } from "./rules";

export const GetFiguresInput = z.object({ days: z.literal(figureSpans) });
export type GetFiguresInput = z.infer<typeof GetFiguresInput>;

export const Figures = z.object({
  messagesIn: z.number().int(),
  conversationsStarted: z.number().int(),
  resolvedAssumed: z.number().int(),
  resolvedConfirmed: z.number().int(),
  handedOff: z.number().int(),
  /** Null where nobody was answered. */
  medianFirstResponseS: z.number().nullable(),
  minutesSaved: z.number().int(),
});
export type Figures = z.infer<typeof Figures>;

export const FigureReport = z.object({
  timeZone: z.string(),
  /** The assumption behind `minutesSaved`. */
  minutesPerAnswer: z.number().int(),
  total: Figures,
  /** The same number of days before, up to the same time of day. */
  before: Figures,
  /** One entry a day, oldest first, today last; days without anything are there with zeros. */
  days: z.array(Figures.extend({ day: z.iso.date() })),
});
export type FigureReport = z.infer<typeof FigureReport>;

export const ListFigureRowsInput = z.object({ figure: z.enum(countedFigures), days: z.literal(figureSpans) });
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
