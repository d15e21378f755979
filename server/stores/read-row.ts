import type { CsvColumn, CsvRow } from "@/lib/csv/read-csv";
import { parseDay, parseMoment } from "@/lib/dates/parse-moment";
import { parseAmountMinor } from "@/lib/money/parse-amount";
import { normalisePhone } from "@/lib/phone/normalise-phone";
import { codeKey } from "@/lib/text/fold";
import { type RowProblem, readStatus, type ShopOrderColumn, type ShopOrderStatus } from "./rules";

/** The columns of a file of shop orders, with the headings that shops give them. */
export const shopOrderCsvColumns: readonly CsvColumn<ShopOrderColumn>[] = [
  { name: "order_number", aliases: ["sipariş no", "sipariş numarası", "order no", "order id", "order"] },
  { name: "ordered_at", aliases: ["sipariş tarihi", "tarih", "order date", "created at"] },
  { name: "customer_name", aliases: ["müşteri", "müşteri adı", "ad soyad", "alıcı", "customer"] },
  { name: "phone", aliases: ["telefon", "telefon no", "cep telefonu", "gsm", "phone number"] },
  { name: "email", aliases: ["e-posta", "eposta", "e-mail", "mail"] },
  { name: "status", aliases: ["durum", "sipariş durumu", "kargo durumu", "order status"] },
  { name: "carrier", aliases: ["kargo", "kargo firması", "taşıyıcı", "shipping company"] },
  { name: "tracking", aliases: ["takip no", "kargo takip no", "takip numarası", "tracking number"] },
  {
    name: "estimated_delivery",
    aliases: ["tahmini teslimat", "tahmini teslim tarihi", "estimated delivery date"],
  },
  { name: "delivered_at", aliases: ["teslim tarihi", "teslim edilme tarihi", "delivery date"] },
  { name: "item", aliases: ["ürün", "ürün adı", "product", "product name", "item name"] },
  { name: "sku", aliases: ["stok kodu", "ürün kodu", "barkod"] },
  { name: "quantity", aliases: ["adet", "miktar", "qty"] },
  { name: "price", aliases: ["fiyat", "birim fiyat", "tutar", "unit price"] },
];

export type Problem = { code: RowProblem; column?: ShopOrderColumn; value?: string };

/** One line item of one package of one order. */
export type OrderRow = {
  number: string;
  numberFolded: string;
  orderedAt: Date;
  customerName: string;
  phone: string | null;
  email: string | null;
  status: ShopOrderStatus;
  carrier: string | null;
  tracking: string | null;
  estimatedDelivery: string | null;
  deliveredAt: Date | null;
  item: string;
  sku: string | null;
  quantity: number;
  priceMinor: bigint;
};

export type ReadRow = { orderNumber: string; problems: Problem[]; value: OrderRow | null };

const longest: Partial<Record<ShopOrderColumn, number>> = {
  order_number: 60,
  customer_name: 200,
  email: 254,
  carrier: 80,
  tracking: 60,
  item: 300,
  sku: 100,
};

const required = ["order_number", "ordered_at", "customer_name", "status", "item", "price"] as const;

/**
 * What one row of the file says. `value` is null when the row cannot be stored; a phone, e-mail or delivery date that
 * cannot be read is left out and reported, and the rest of the row is stored.
 */
export function readRow({ values }: CsvRow<ShopOrderColumn>, timeZone: string): ReadRow {
  const problems: Problem[] = [];
  const problem = (code: RowProblem, column: ShopOrderColumn) => {
    problems.push({ code, column, ...(values[column] ? { value: values[column].slice(0, 80) } : {}) });
  };
  for (const column of required) if (!values[column]) problem("valueMissing", column);
  for (const [column, most] of Object.entries(longest) as [ShopOrderColumn, number][]) {
    if (values[column].length > most) problem("valueTooLong", column);
  }
  const orderedAt = parseMoment(values.ordered_at, timeZone);
  if (values.ordered_at && !orderedAt) problem("dateUnreadable", "ordered_at");
  const status = readStatus(values.status);
  if (values.status && !status) problem("statusUnknown", "status");
  const quantity = readQuantity(values.quantity);
  if (quantity === null) problem("quantityUnreadable", "quantity");
  const priceMinor = parseAmountMinor(values.price);
  if (values.price && priceMinor === null) problem("priceUnreadable", "price");
  const numberFolded = codeKey(values.order_number);
  if (values.order_number && !numberFolded) problem("valueMissing", "order_number");

  const orderNumber = values.order_number.slice(0, 60);
  if (problems.length > 0 || !orderedAt || !status || quantity === null || priceMinor === null) {
    return { orderNumber, problems, value: null };
  }

  const phone = values.phone ? normalisePhone(values.phone) : null;
  if (values.phone && !phone) problem("phoneUnreadable", "phone");
  const email = /^\S+@\S+\.\S+$/.test(values.email) ? values.email.toLowerCase() : null;
  if (values.email && !email) problem("emailUnreadable", "email");
  const estimatedDelivery = values.estimated_delivery ? parseDay(values.estimated_delivery, timeZone) : null;
  if (values.estimated_delivery && !estimatedDelivery) problem("estimateUnreadable", "estimated_delivery");
  const deliveredAt = values.delivered_at ? parseMoment(values.delivered_at, timeZone) : null;
  if (values.delivered_at && !deliveredAt) problem("deliveredUnreadable", "delivered_at");

  return {
    orderNumber,
    problems,
    value: {
      number: values.order_number,
      numberFolded,
      orderedAt,
      customerName: values.customer_name,
      phone,
      email,
      status,
      carrier: values.carrier || null,
      tracking: values.tracking || null,
      estimatedDelivery,
      deliveredAt,
      item: values.item,
      sku: values.sku || null,
      quantity,
      priceMinor,
    },
  };
}

/** A whole number of pieces from 1 to 100,000; blank is one. "2,00" and "2.0" are two. */
function readQuantity(text: string): number | null {
  if (text === "") return 1;
  const match = /^(\d{1,6})(?:[.,]0+)?$/.exec(text);
  const quantity = match ? Number(match[1]) : 0;
  return quantity >= 1 && quantity <= 100_000 ? quantity : null;
}
