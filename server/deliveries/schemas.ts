import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { deliveryStates, purposes } from "./rules";

export const RetryDeliveryInput = z.object({ deliveryId: publicId("delivery") });
export type RetryDeliveryInput = z.input<typeof RetryDeliveryInput>;

export const Delivery = z.object({
  id: z.string(),
  messageId: z.string(),
  purpose: z.enum(purposes),
  state: z.enum(deliveryStates),
  attempts: z.number().int(),
  /** A code of `deliveryReasons`. */
  errorCode: z.string().nullable(),
  sentAt: z.iso.datetime().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;
