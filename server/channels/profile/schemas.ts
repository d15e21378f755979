import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { maxPhotoBytes, profileFields, profileLanguages, profileLimits } from "./rules";

export const BotCommands = z
  .array(
    z.object({
      command: z.string().regex(/^[a-z0-9_]{1,32}$/, "A command has 1 to 32 small letters, digits and _."),
      description: z.string().trim().min(1).max(256),
    }),
  )
  .max(profileLimits.commands)
  .refine(
    (commands) => new Set(commands.map(({ command }) => command)).size === commands.length,
    "Each command stands once.",
  );

const language = z.enum(profileLanguages);

/** One change. An empty text gives the field back to the texts of all languages. */
export const ProfileChange = z.discriminatedUnion("field", [
  z.object({ field: z.literal("name"), language, value: z.string().trim().max(profileLimits.name) }),
  z.object({
    field: z.literal("description"),
    language,
    value: z.string().trim().max(profileLimits.description),
  }),
  z.object({
    field: z.literal("short_description"),
    language,
    value: z.string().trim().max(profileLimits.short_description),
  }),
  z.object({ field: z.literal("commands"), language, value: BotCommands }),
  z.object({
    field: z.literal("photo"),
    language: z.literal("default"),
    /** A JPEG in base64; null takes the picture away. */
    value: z
      .string()
      .max(Math.ceil(maxPhotoBytes / 3) * 4)
      .regex(/^\/9j\/[A-Za-z0-9+/]+=*$/, "The picture must be a JPEG in base64.")
      .nullable(),
  }),
]);
export type ProfileChange = z.infer<typeof ProfileChange>;

export const SaveProfileInput = z.object({
  channelId: publicId("channel"),
  changes: z.array(ProfileChange).min(1).max(25),
});
export type SaveProfileInput = z.input<typeof SaveProfileInput>;

export const BotProfile = z.object({
  /** What the platform says now, by language; null while it does not answer. */
  there: z
    .record(
      language,
      z.object({
        name: z.string(),
        description: z.string(),
        short_description: z.string(),
        commands: z.array(z.object({ command: z.string(), description: z.string() })),
      }),
    )
    .nullable(),
  hasPhoto: z.boolean(),
  /** What was wanted and is not there yet: it goes by itself, or was refused. */
  pending: z.array(
    z.object({
      field: z.enum(profileFields),
      language,
      value: z
        .union([z.string(), z.array(z.object({ command: z.string(), description: z.string() }))])
        .nullable(),
      state: z.enum(["waiting", "refused"]),
      retryAt: z.iso.datetime().nullable(),
      error: z.string().nullable(),
    }),
  ),
  /** The last picture sent from here, a JPEG in base64. */
  photo: z.string().nullable(),
});
export type BotProfile = z.infer<typeof BotProfile>;
