import { z } from "zod";
import { uploadKinds } from "./rules";

export const Upload = z.object({
  id: z.string(),
  kind: z.enum(uploadKinds),
  name: z.string(),
  contentType: z.string(),
  sizeBytes: z.number().int(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Why a picture goes as a document; null otherwise. */
  photoObstacle: z.enum(["photo_too_large", "photo_sides", "photo_format"]).nullable(),
});
export type Upload = z.infer<typeof Upload>;
