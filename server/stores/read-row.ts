import { parseDay, parseMoment } from "@/lib/dates/parse-moment";
import { parseAmountMinor } from "@/lib/money/parse-amount";
import { normalisePhone } from "@/lib/phone/normalise-phone";
import { emailHeadings, phoneHeadings } from "@/lib/tables/contact-headings";
import type { KnownColumn } from "@/lib/tables/guess-columns";
import { codeKey, foldText } from "@/lib/text/fold";
import type { ImportEnv, ReadRow } from "@/server/kernel";
import { type RowProblem, readStatus, type ShopOrderColumn, type ShopOrderStatus } from "./rules";

const isDate = (value: string) => parseMoment(value, "UTC") !== null;
const isAmount = (value: string) => parseAmountMinor(value) !== null && /[.,]\d{2}$|₺|TL|TRY/i.test(value);

/** The columns of a file of shop orders, with the headings that shops, marketplaces and their panels give them. */
export const shopOrderImportColumns = [
  {
    name: "order_number",
    isRequired: true,
    headings: [
      ...[
        "sipariş no",
        "sipariş numarası",
        "sipariş kodu",
        "sipariş id",
        "sipariş",
        "order no",
        "order number",
      ],
      ...["order id", "order", "номер заказа", "заказ", "№ заказа", "رقم الطلب", "الطلب"],
    ],
  },
  {
    name: "ordered_at",
    isRequired: true,
    headings: [
      ...["sipariş tarihi", "tarih", "oluşturma tarihi", "order date", "ordered at", "created at", "date"],
      ...["дата заказа", "дата", "تاريخ الطلب", "التاريخ"],
    ],
    looks: isDate,
  },
  {
    name: "customer_name",
    isRequired: true,
    headings: [
      ...[
        "müşteri",
        "müşteri adı",
        "ad soyad",
        "alıcı",
        "alıcı adı",
        "teslimat alıcı",
        "customer",
        "customer name",
      ],
      ...[
        "name",
        "recipient",
        "имя",
        "клиент",
        "покупатель",
        "получатель",
        "фио",
        "اسم العميل",
        "العميل",
        "الاسم",
      ],
    ],
  },
  {
    name: "phone",
    isRequired: false,
    headings: phoneHeadings,
    looks: (value) => normalisePhone(value) !== null,
  },
  {
    name: "email",
    isRequired: false,
    headings: emailHeadings,
    looks: (value) => emailShape.test(value),
  },
  {
    name: "status",
    isRequired: true,
    headings: [
      ...[
        "durum",
        "sipariş durumu",
        "kargo durumu",
        "paket durumu",
        "status",
        "order status",
        "shipment status",
      ],
      ...["статус", "статус заказа", "состояние", "الحالة", "حالة الطلب"],
    ],
    looks: (value) => readStatus(value) !== null,
  },
  {
    name: "carrier",
    isRequired: false,
    headings: [
      ...["kargo", "kargo firması", "kargo şirketi", "taşıyıcı", "carrier", "shipping company", "courier"],
      ...["перевозчик", "служба доставки", "شركة الشحن", "الناقل"],
    ],
  },
  {
    name: "tracking",
    isRequired: false,
    headings: [
      ...[
        "takip no",
        "kargo takip no",
        "takip numarası",
        "takip kodu",
        "kargo kodu",
        "tracking",
        "tracking number",
      ],
      ...["tracking code", "трек номер", "номер отслеживания", "رقم التتبع", "رقم الشحنة"],
    ],
  },
  {
    name: "estimated_delivery",
    isRequired: false,
    headings: [
      ...["tahmini teslimat", "tahmini teslim tarihi", "tahmini teslim", "estimated delivery date"],
      ...["estimated delivery", "ожидаемая доставка", "التسليم المتوقع"],
    ],
    looks: isDate,
  },
  {
    name: "delivered_at",
    isRequired: false,
    headings: [
      ...["teslim tarihi", "teslim edilme tarihi", "teslim edildiği tarih", "delivery date", "delivered at"],
      ...["дата доставки", "تاريخ التسليم"],
    ],
    looks: isDate,
  },
  {
    name: "item",
    isRequired: true,
    headings: [
      ...["ürün", "ürün adı", "product", "product name", "item name", "item", "title"],
      ...["товар", "наименование", "название товара", "المنتج", "اسم المنتج"],
    ],
  },
  {
    name: "sku",
    isRequired: false,
    headings: ["stok kodu", "ürün kodu", "barkod", "sku", "barcode", "артикул", "штрихкод", "رمز المنتج"],
  },
  {
    name: "quantity",
    isRequired: false,
    headings: ["adet", "miktar", "qty", "quantity", "количество", "кол-во", "الكمية"],
    looks: (value) => readQuantity(value) !== null && value.length <= 4,
  },
  {
    name: "price",
    isRequired: true,
    headings: [
      ...["fiyat", "birim fiyat", "tutar", "satış fiyatı", "satış tutarı", "unit price", "price", "amount"],
      ...["цена", "сумма", "стоимость", "السعر", "المبلغ"],
    ],
    looks: isAmount,
  },
] as const satisfies readonly (KnownColumn & { name: ShopOrderColumn })[];

/** In these the rows of one order ought to say the same. */
export const sharedOrderColumns = ["ordered_at", "customer_name", "phone", "email"] as const;

const emailShape = /^\S+@\S+\.\S+$/;

type Problem = { code: RowProblem; column?: ShopOrderColumn; value?: string };

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
export function readRow(
  given: Readonly<Record<string, string>>,
  { timeZone }: Pick<ImportEnv, "timeZone">,
): ReadRow<OrderRow> {
  const values = given as Readonly<Record<ShopOrderColumn, string>>;
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
    return { key: numberFolded, label: orderNumber, problems, value: null };
  }

  const phone = values.phone ? normalisePhone(values.phone) : null;
  if (values.phone && !phone) problem("phoneUnreadable", "phone");
  const email = emailShape.test(values.email) ? values.email.toLowerCase() : null;
  if (values.email && !email) problem("emailUnreadable", "email");
  const estimatedDelivery = values.estimated_delivery ? parseDay(values.estimated_delivery, timeZone) : null;
  if (values.estimated_delivery && !estimatedDelivery) problem("estimateUnreadable", "estimated_delivery");
  const deliveredAt = values.delivered_at ? parseMoment(values.delivered_at, timeZone) : null;
  if (values.delivered_at && !deliveredAt) problem("deliveredUnreadable", "delivered_at");

  return {
    key: numberFolded,
    label: orderNumber,
    problems,
    shared: [
      orderedAt.toISOString(),
      foldText(values.customer_name).trim(),
      phone ?? values.phone,
      email ?? values.email,
    ],
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
