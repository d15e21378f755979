import { carriers, firstNames, goods, lastNames } from "./data/people";
import { createRandom, type Random } from "./random";

export const demoOrderCount = 2_000;

/** The shop order that the demo's own customer has proved: on its way, with a tracking number. */
export const demoOrder = {
  number: "SN-10001",
  tracking: "739204418865",
  customerName: "Ayşe Yılmaz",
  phone: "+905321112233",
  telegramId: 7_000_000_001,
} as const;

export type DemoOrder = {
  number: string;
  orderedAt: Date;
  customerName: string;
  phone: string;
  email: string;
  status: "preparing" | "shipped" | "out_for_delivery" | "delivered" | "cancelled" | "returned";
  carrier: string;
  tracking: string;
  estimatedDelivery: Date;
  deliveredAt: Date | null;
  lines: { item: string; sku: string; quantity: number; priceMinor: number }[];
};

const dayMs = 86_400_000;
/** A little more than the conversations, so that the first of them have something to ask about. */
const orderDays = 95;

/** Two thousand orders of the last ninety-five days, newest last but for the demo's own, which is always on its way. */
export function makeDemoOrders(now: Date): DemoOrder[] {
  const random = createRandom(20_26);
  const orders = Array.from({ length: demoOrderCount - 1 }, (_, index) => {
    const ageDays = orderDays * (1 - index / demoOrderCount) + random.between(0, 20) / 24;
    return makeOrder(random, index + 2, new Date(now.getTime() - ageDays * dayMs), ageDays);
  });
  const own: DemoOrder = {
    ...makeOrder(random, 1, new Date(now.getTime() - 5 * dayMs), 5),
    number: demoOrder.number,
    customerName: demoOrder.customerName,
    phone: demoOrder.phone,
    email: "ayse.yilmaz@example.com",
    status: "shipped",
    carrier: "Yurtiçi Kargo",
    tracking: demoOrder.tracking,
    estimatedDelivery: new Date(now.getTime() + dayMs),
    deliveredAt: null,
  };
  return [own, ...orders];
}

function makeOrder(random: Random, index: number, orderedAt: Date, ageDays: number): DemoOrder {
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  const deliveryDays = random.between(2, 4);
  const status = statusAt(random, ageDays, deliveryDays);
  const isDone = status === "delivered" || status === "returned";
  const estimatedDelivery = new Date(orderedAt.getTime() + deliveryDays * dayMs);
  return {
    number: `SN-${10_000 + index}`,
    orderedAt,
    customerName: `${first} ${last}`,
    phone: `+905${random.between(30, 59)}${String(1_000_000 + index * 37).slice(-7)}`,
    email: `musteri${index}@example.com`,
    status,
    carrier: status === "preparing" || status === "cancelled" ? "" : random.pick(carriers),
    tracking: status === "preparing" || status === "cancelled" ? "" : String(730_000_000_000 + index * 7_919),
    estimatedDelivery,
    deliveredAt: isDone ? new Date(estimatedDelivery.getTime() + random.between(-8, 10) * 3_600_000) : null,
    lines: pickLines(random),
  };
}

/** One to three different goods. */
function pickLines(random: Random): DemoOrder["lines"] {
  const picked = Array.from({ length: random.between(1, 3) }, () => ({
    ...random.pick(goods),
    quantity: random.between(1, 2),
  }));
  return [...new Map(picked.map((line) => [line.sku, line])).values()];
}

function statusAt(random: Random, ageDays: number, deliveryDays: number): DemoOrder["status"] {
  if (random.chance(0.03)) return "cancelled";
  if (ageDays < 1) return "preparing";
  if (ageDays < deliveryDays - 0.5) return "shipped";
  if (ageDays < deliveryDays + 0.5) return "out_for_delivery";
  return random.chance(0.05) && ageDays > 10 ? "returned" : "delivered";
}

/** The orders as the file that a shop would import, one row a line item. */
export function toCsv(orders: readonly DemoOrder[]): string {
  const head =
    "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price";
  const rows = orders.flatMap((order) =>
    order.lines.map((line) =>
      [
        order.number,
        order.orderedAt.toISOString(),
        order.customerName,
        order.phone,
        order.email,
        order.status,
        order.carrier,
        order.tracking,
        order.estimatedDelivery.toISOString().slice(0, 10),
        order.deliveredAt?.toISOString() ?? "",
        `"${line.item}"`,
        line.sku,
        line.quantity,
        `${Math.trunc(line.priceMinor / 100)}.${String(line.priceMinor % 100).padStart(2, "0")}`,
      ].join(","),
    ),
  );
  return [head, ...rows].join("\n");
}
