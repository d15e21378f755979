import { z } from "zod";
import { publicId } from "@/lib/public-id";
import type { ConversationChange } from "@/server/conversations/schemas";
import { maxMacroActions, maxRunConversations, maxSnoozeHours } from "./rules";

const Priority = z.enum(["low", "normal", "high", "urgent"]);

/** One step. Ids are taken as they travel; what is shown carries the same. */
const toActions = <
  Reply extends z.ZodType<string>,
  Tag extends z.ZodType<string>,
  Member extends z.ZodType<string>,
>(ids: {
  reply: Reply;
  tag: Tag;
  member: Member;
}) =>
  z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("reply"), cannedReplyId: ids.reply }),
    z.object({ kind: z.literal("draft"), cannedReplyId: ids.reply }),
    z.object({ kind: z.literal("note"), text: z.string().trim().min(1).max(4_000) }),
    z.object({
      kind: z.literal("assign"),
      to: z.enum(["me", "nobody", "member"]),
      memberId: ids.member.optional(),
    }),
    z.object({ kind: z.literal("tag"), tagId: ids.tag, isOn: z.boolean() }),
    z.object({ kind: z.literal("prioritise"), priority: Priority }),
    z.object({ kind: z.literal("snooze"), hours: z.number().int().min(1).max(maxSnoozeHours) }),
    z.object({ kind: z.literal("close") }),
  ]);

const MacroActionInput = toActions({
  reply: publicId("cannedReply"),
  tag: publicId("tag"),
  member: publicId("member"),
});

export const MacroAction = toActions({ reply: z.string(), tag: z.string(), member: z.string() });
export type MacroAction = z.infer<typeof MacroAction>;

export const Macro = z.object({
  id: z.string(),
  name: z.string(),
  actions: z.array(MacroAction),
  /** Steps that name what is no longer there: the macro does not run until they are changed. */
  missing: z.array(z.object({ step: z.number().int(), what: z.enum(["tag", "member", "cannedReply"]) })),
});
export type Macro = z.infer<typeof Macro>;
export const Macros = z.array(Macro);

export const SaveMacroInput = z.object({
  /** The macro that is changed; without it a new one is made. */
  macroId: publicId("macro").optional(),
  name: z.string().trim().min(1).max(60),
  actions: z.array(MacroActionInput).min(1).max(maxMacroActions),
});
export type SaveMacroInput = z.input<typeof SaveMacroInput>;

export const MacroRef = z.object({ macroId: publicId("macro") });
export type MacroRef = z.input<typeof MacroRef>;

export const RunMacroInput = z.object({
  macroId: publicId("macro"),
  conversations: z
    .array(
      z.object({
        conversationId: publicId("conversation"),
        /** Made by the client for what is sent and noted: the same run again does neither twice. */
        messageId: publicId("message"),
        noteId: publicId("note"),
        /** The highest `seq` on the member's screen. */
        lastSeenSeq: z.number().int().min(0),
      }),
    )
    .min(1)
    .max(maxRunConversations),
});
export type RunMacroInput = z.input<typeof RunMacroInput>;

export const MacroRun = z.object({
  done: z.array(
    z.object({
      conversationId: z.string(),
      /** What takes the moves back, in the order in which they are taken back. */
      undo: z.array(z.unknown()),
      /** Something was sent or noted, which stays. */
      isSaid: z.boolean(),
    }),
  ),
  refused: z.array(z.object({ conversationId: z.string(), code: z.string() })),
});
export type MacroRun = {
  done: { conversationId: string; undo: ConversationChange[]; isSaid: boolean }[];
  refused: { conversationId: string; code: string }[];
};
