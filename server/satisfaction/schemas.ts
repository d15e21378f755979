import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { mostPauseDays } from "./rules";

export const SetSatisfactionInput = z.object({
  isOn: z.boolean(),
  pauseDays: z.int().min(1).max(mostPauseDays),
  /** Bots that do not ask. */
  silentBots: z.array(publicId("channel")).max(200),
});
export type SetSatisfactionInput = z.input<typeof SetSatisfactionInput>;

export const Satisfaction = z.object({
  isOn: z.boolean(),
  pauseDays: z.number().int(),
  silentBots: z.array(z.string()),
});
export type Satisfaction = z.infer<typeof Satisfaction>;

export const ListRatingsInput = z.object({ customerId: publicId("customer") });
export type ListRatingsInput = z.input<typeof ListRatingsInput>;

/** What a customer said of a conversation. */
export const Rating = z.object({
  id: z.string(),
  conversationId: z.string(),
  askedAt: z.iso.datetime(),
  /** Null until the customer has pressed. */
  score: z.number().int().min(1).max(5).nullable(),
  ratedAt: z.iso.datetime().nullable(),
  isChanged: z.boolean(),
  comment: z.string().nullable(),
  /** Who had the conversation; null where the agent did it alone. */
  memberName: z.string().nullable(),
});
export const Ratings = z.array(Rating);
export type Rating = z.infer<typeof Rating>;
