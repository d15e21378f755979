import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { maxNoteUnits } from "./rules";

const Instant = z.iso.datetime();
const MemberRef = z.object({ id: z.string(), name: z.string() });

/** So many of a customer's notes stand in a thread, the newest. */
export const noteLimit = 200;

export const Note = z.object({
  id: z.string(),
  conversationId: z.string(),
  member: MemberRef,
  text: z.string(),
  mentions: z.array(MemberRef),
  createdAt: Instant,
  editedAt: Instant.nullable(),
});
export const Notes = z.array(Note);
export type Note = z.infer<typeof Note>;

export const ListNotesInput = z.object({ conversationId: publicId("conversation") });
export type ListNotesInput = z.input<typeof ListNotesInput>;

const Content = {
  text: z.string().trim().min(1).max(maxNoteUnits),
  /** Members whom it calls; each is named in the text by an `@`. */
  mentions: z.array(publicId("member")).max(20).default([]),
};

export const AddNoteInput = z.object({
  conversationId: publicId("conversation"),
  /** Made by the client: the same call again adds nothing. */
  noteId: publicId("note"),
  ...Content,
});
export type AddNoteInput = z.input<typeof AddNoteInput>;

export const EditNoteInput = z.object({ noteId: publicId("note"), ...Content });
export type EditNoteInput = z.input<typeof EditNoteInput>;

export const DeleteNoteInput = z.object({
  noteId: publicId("note"),
  /** False takes the deletion back. */
  isDeleted: z.boolean().default(true),
});
export type DeleteNoteInput = z.input<typeof DeleteNoteInput>;
