import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { embedLifetimes, embedSpans, embedWidgets, maxOrigins, toOrigin } from "./rules";

const Origin = z
  .string()
  .max(300)
  .transform((typed, context) => {
    const origin = toOrigin(typed);
    if (origin === null) {
      context.addIssue({
        code: "custom",
        message: "Name a site as https://example.com, without a path. Only this machine may go by http.",
      });
      return z.NEVER;
    }
    return origin;
  });

export const CreateEmbedInput = z.object({
  title: z.string().trim().min(1).max(80),
  widgets: z.array(z.enum(embedWidgets)).min(1).max(embedWidgets.length),
  days: z.literal(embedSpans),
  /** The sites that may frame it; none, and it is opened by its link only. */
  origins: z.array(Origin).max(maxOrigins),
  lastsDays: z.literal(embedLifetimes),
});
export type CreateEmbedInput = z.input<typeof CreateEmbedInput>;

export const RevokeEmbedInput = z.object({ embedId: publicId("embed") });
export type RevokeEmbedInput = z.infer<typeof RevokeEmbedInput>;

export const Embed = z.object({
  id: z.string(),
  title: z.string(),
  widgets: z.array(z.enum(embedWidgets)),
  days: z.number().int(),
  origins: z.array(z.string()),
  state: z.enum(["live", "expired", "revoked"]),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type Embed = z.infer<typeof Embed>;

/** With the link's address, which is told this once. */
export const NewEmbed = z.object({ embed: Embed, url: z.string() });
export type NewEmbed = z.infer<typeof NewEmbed>;

/** The weekly report as its reader would get it. */
export const WeeklyPreview = z.object({
  range: z.string(),
  isEmpty: z.boolean(),
  figures: z.array(z.object({ label: z.string(), value: z.string(), change: z.string().nullable() })),
  suggestion: z.object({ text: z.string(), href: z.string() }),
  /** PNG in base64; an empty week has none. */
  picture: z.string().nullable(),
});
export type WeeklyPreview = z.infer<typeof WeeklyPreview>;

export const SentReport = z.object({ mail: z.boolean(), telegram: z.boolean() });
export type SentReport = z.infer<typeof SentReport>;
