import { z } from "zod";
import { publicId } from "@/lib/public-id";

export const RetryFileInput = z.object({ fileId: publicId("file") });
export type RetryFileInput = z.input<typeof RetryFileInput>;

export const WaitingFile = z.object({ id: z.string(), state: z.literal("waiting") });
export type WaitingFile = z.infer<typeof WaitingFile>;
