import { z } from "zod";
import { publicId } from "@/lib/public-id";

export const InboxView = z.object({
  id: z.string(),
  name: z.string(),
  /** The query of its address, `status=handed_off&assignee=me`. */
  query: z.string(),
  isShared: z.boolean(),
  isOwn: z.boolean(),
});
export const InboxViews = z.array(InboxView);
export type InboxView = z.infer<typeof InboxView>;

/** Of one member, and shared ones of a workspace. */
export const maxInboxViews = 50;

export const SaveInboxViewInput = z.object({
  /** The view that is changed; without it a new one is made. */
  inboxViewId: publicId("inboxView").optional(),
  name: z.string().trim().min(1).max(60),
  query: z.string().max(500),
  isShared: z.boolean().default(false),
});
export type SaveInboxViewInput = z.input<typeof SaveInboxViewInput>;

export const InboxViewRef = z.object({ inboxViewId: publicId("inboxView") });
export type InboxViewRef = z.input<typeof InboxViewRef>;
