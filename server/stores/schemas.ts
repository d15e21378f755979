import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { maxImportBytes, rowProblems, shopOrderColumns, shopOrderStatuses } from "./rules";

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

export const rowOutcomes = ["imported", "updated", "unchanged", "skipped"] as const;

/** What became of one row of the file. */
export const ImportRow = z.object({
  /** As a spreadsheet counts: the heading is row 1. */
  row: z.number().int(),
  orderNumber: z.string(),
  outcome: z.enum(rowOutcomes),
  /** Why it was skipped; or, where it was stored, what was left out. */
  problems: z.array(
    z.object({
      code: z.enum(rowProblems),
      column: z.enum(shopOrderColumns).optional(),
      value: z.string().optional(),
    }),
  ),
});
export type ImportRow = z.infer<typeof ImportRow>;

export const stopReasons = ["fileBroken", "tooManyRows", "databaseAway"] as const;

export const ImportReport = z.object({
  orders: z.object({ imported: z.number().int(), updated: z.number().int(), unchanged: z.number().int() }),
  counts: z.object({
    imported: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    skipped: z.number().int(),
  }),
  rows: z.array(ImportRow),
  /** Set when the file was not read to its end: everything before this row is stored. */
  stoppedAt: z.object({ row: z.number().int(), reason: z.enum(stopReasons), detail: z.string() }).nullable(),
  durationMs: z.number().int(),
});
export type ImportReport = z.infer<typeof ImportReport>;

export const ImportShopOrdersInput = z.object({
  csv: z.string().max(maxImportBytes),
  fileName: z.string().max(200).default("orders.csv"),
});
export type ImportShopOrdersInput = z.input<typeof ImportShopOrdersInput>;

/** The newest import of this workspace, running or done; null where none has run since the start. */
export const ImportState = z
  .object({
    fileName: z.string(),
    startedAt: z.iso.datetime(),
    rowsRead: z.number().int(),
    /** An estimate from the length of the file. */
    share: z.number().min(0).max(1),
    report: ImportReport.nullable(),
    failed: z.boolean(),
  })
  .nullable();
export type ImportState = z.infer<typeof ImportState>;
