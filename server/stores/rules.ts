import { foldText } from "@/lib/text/fold";

/** Where an order, or one of its packages, stands. */
export const shopOrderStatuses = [
  "preparing",
  "shipped",
  "out_for_delivery",
  "delivered",
  "cancelled",
  "returned",
] as const;

export type ShopOrderStatus = (typeof shopOrderStatuses)[number];

/** How shops write each status, folded; the words of the product itself come first. */
const statusWords: Record<ShopOrderStatus, readonly string[]> = {
  preparing: [
    "preparing",
    "hazirlaniyor",
    "siparis alindi",
    "alindi",
    "yeni",
    "beklemede",
    "onaylandi",
    "isleme alindi",
    "isleniyor",
    "paketleniyor",
    "odeme alindi",
    "new",
    "created",
    "pending",
    "processing",
    "confirmed",
    "paid",
    "unfulfilled",
    "picking",
    "awaiting shipment",
  ],
  shipped: [
    "shipped",
    "kargoda",
    "kargolandi",
    "kargoya verildi",
    "kargoya teslim edildi",
    "gonderildi",
    "yolda",
    "transfer merkezinde",
    "in transit",
    "dispatched",
    "sent",
    "fulfilled",
    "on the way",
  ],
  out_for_delivery: [
    "out for delivery",
    "dagitimda",
    "dagitima cikti",
    "kuryede",
    "subede",
    "with courier",
    "at branch",
  ],
  delivered: ["delivered", "teslim edildi", "teslim", "tamamlandi", "completed", "complete"],
  cancelled: ["cancelled", "canceled", "iptal", "iptal edildi", "iptal oldu", "voided"],
  returned: ["returned", "iade", "iade edildi", "iade alindi", "refunded", "return received"],
};

const statusByWord = new Map(
  shopOrderStatuses.flatMap((status) =>
    statusWords[status].map((word) => [statusKey(word), status] as const),
  ),
);

function statusKey(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The status a shop's word stands for, Turkish or English, or null. */
export function readStatus(text: string): ShopOrderStatus | null {
  return statusByWord.get(statusKey(text)) ?? null;
}

/** How far each status is from done: the order is where its slowest live package is. */
const progress: Record<ShopOrderStatus, number> = {
  preparing: 0,
  shipped: 1,
  out_for_delivery: 2,
  delivered: 3,
  returned: 4,
  cancelled: 5,
};

/** The status of an order, from its packages': cancelled ones count only when nothing else is left. */
export function statusOfOrder(packages: readonly ShopOrderStatus[]): ShopOrderStatus {
  return packages.reduce(
    (slowest, next) => (progress[next] < progress[slowest] ? next : slowest),
    packages[0]!,
  );
}

export const shopOrderColumns = [
  "order_number",
  "ordered_at",
  "customer_name",
  "phone",
  "email",
  "status",
  "carrier",
  "tracking",
  "estimated_delivery",
  "delivered_at",
  "item",
  "sku",
  "quantity",
  "price",
] as const;

export type ShopOrderColumn = (typeof shopOrderColumns)[number];

/** Why a row was skipped, or stored with something left out. */
export const rowProblems = [
  "valueMissing",
  "valueTooLong",
  "dateUnreadable",
  "statusUnknown",
  "quantityUnreadable",
  "priceUnreadable",
  "phoneUnreadable",
  "emailUnreadable",
  "estimateUnreadable",
  "deliveredUnreadable",
] as const;

export type RowProblem = (typeof rowProblems)[number];
