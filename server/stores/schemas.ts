import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { shopOrderStatuses } from "./rules";

export const ShopOrderStatus = z.enum(shopOrderStatuses);

export const ShopOrderPackage = z.object({
  status: ShopOrderStatus,
  carrier: z.string().nullable(),
  tracking: z.string().nullable(),
  /** `YYYY-MM-DD`. */
  estimatedDelivery: z.string().nullable(),
  deliveredAt: z.iso.datetime().nullable(),
  lines: z.array(
    z.object({
      item: z.string(),
      sku: z.string().nullable(),
      quantity: z.number().int(),
      /** Minor units, as a decimal string. */
      priceMinor: z.string(),
      currency: z.string(),
    }),
  ),
});

export const ShopOrder = z.object({
  id: z.string(),
  number: z.string(),
  orderedAt: z.iso.datetime(),
  customerName: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  status: ShopOrderStatus,
  updatedAt: z.iso.datetime(),
});
export type ShopOrder = z.infer<typeof ShopOrder>;

export const ShopOrderDetail = ShopOrder.extend({ packages: z.array(ShopOrderPackage) });
export type ShopOrderDetail = z.infer<typeof ShopOrderDetail>;

export const ListShopOrdersInput = z.object({
  status: ShopOrderStatus.optional(),
  /** Words of a name, an order or tracking number, a phone or an e-mail; the last may be a beginning. */
  search: z.string().trim().max(100).optional(),
  /** As given by the page before. */
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(100).default(50),
});
export type ListShopOrdersInput = z.input<typeof ListShopOrdersInput>;

export const ShopOrderPage = z.object({ rows: z.array(ShopOrder), nextCursor: z.string().nullable() });
export type ShopOrderPage = z.infer<typeof ShopOrderPage>;

export const GetShopOrderInput = z.object({ shopOrderId: publicId("shopOrder") });
export type GetShopOrderInput = z.input<typeof GetShopOrderInput>;

const Code = z.string().max(60);

/** At least one criterion; several are all required. Values may be as people type them. */
export const FindShopOrdersInput = z
  .object({
    /** Order numbers. */
    numbers: z.array(Code).max(20).optional(),
    /** Order or tracking numbers, which customers mistake for each other; or the digits of an order number alone. */
    codes: z.array(Code).max(20).optional(),
    phones: z.array(z.string().max(40)).max(20).optional(),
    ids: z.array(publicId("shopOrder")).max(50).optional(),
    orderedAfter: z.date().optional(),
    limit: z.number().int().min(1).max(50).default(10),
  })
  .refine((input) => input.numbers || input.codes || input.phones || input.ids, "Say what to look for.");
export type FindShopOrdersInput = z.input<typeof FindShopOrdersInput>;
