import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { mostMinutes } from "./rules";

const Minutes = z.int().min(1).max(mostMinutes);

/** By clock; one that is not named has no target of its own. */
export const ClockTargets = z.strictObject({
  first: Minutes.optional(),
  next: Minutes.optional(),
  close: Minutes.optional(),
});
export type ClockTargets = z.infer<typeof ClockTargets>;

const priorities = ["low", "normal", "high", "urgent"] as const;
const ByPriority = z.partialRecord(z.enum(priorities), ClockTargets);

export const mostBots = 200;

export const SetServiceLevelsInput = z.object({
  isOn: z.boolean(),
  targets: z.object({
    usual: ClockTargets,
    byPriority: ByPriority,
    byBot: z.array(z.object({ channelId: publicId("channel"), targets: ClockTargets })).max(mostBots),
  }),
});
export type SetServiceLevelsInput = z.input<typeof SetServiceLevelsInput>;

export const ServiceLevels = z.object({
  isOn: z.boolean(),
  targets: z.object({
    usual: ClockTargets,
    byPriority: ByPriority,
    byBot: z.array(z.object({ channelId: z.string(), targets: ClockTargets })),
  }),
});
export type ServiceLevels = z.infer<typeof ServiceLevels>;
