import { z } from "zod";
import { publicId } from "@/lib/public-id";

export const TagColour = z.enum(["1", "2", "3", "4", "5", "6"]);
export type TagColour = z.infer<typeof TagColour>;

export const Tag = z.object({ id: z.string(), name: z.string(), colour: TagColour });
export const Tags = z.array(Tag);
export type Tag = z.infer<typeof Tag>;

/** More tags than this sort nothing any more. */
export const maxTags = 200;

const TagName = z.string().trim().min(1).max(40);
export const CreateTagInput = z.object({ name: TagName, colour: TagColour.default("1") });
export type CreateTagInput = z.input<typeof CreateTagInput>;

export const TagRef = z.object({ tagId: publicId("tag") });
export type TagRef = z.input<typeof TagRef>;

export const UpdateTagInput = TagRef.extend({ name: TagName.optional(), colour: TagColour.optional() });
export type UpdateTagInput = z.input<typeof UpdateTagInput>;
