import { z } from "zod";
import { publicId } from "@/lib/public-id";

/** What a member does in a conversation just now. */
export const PresenceState = z.enum(["looking", "typing", "gone"]);
export type PresenceState = z.infer<typeof PresenceState>;

export const TellPresenceInput = z.object({
  conversationId: publicId("conversation"),
  state: PresenceState,
});
export type TellPresenceInput = z.input<typeof TellPresenceInput>;

export const ToldPresence = z.object({ conversationId: z.string(), state: PresenceState });
export type ToldPresence = z.infer<typeof ToldPresence>;
