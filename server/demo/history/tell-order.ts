import { toDay } from "@/lib/dates/parse-moment";
import { describeOrder } from "@/server/agent";
import type { DemoOrder } from "../demo-orders";

const hourMs = 3_600_000;

/** What the agent could say of the order at that moment: what happened later is not known yet. */
export function tellOrder(order: DemoOrder, at: Date, timeZone: string): string {
  const status = statusThen(order, at);
  const isSent = status !== "preparing" && status !== "cancelled";
  return describeOrder(
    "tr",
    {
      number: order.number,
      status,
      packages: [
        {
          status,
          carrier: isSent ? order.carrier : null,
          tracking: isSent ? order.tracking : null,
          estimatedDelivery: toDay(order.estimatedDelivery, timeZone),
          deliveredAt: status === "delivered" ? order.deliveredAt : null,
        },
      ],
    },
    { timeZone, now: at },
  );
}

function statusThen(order: DemoOrder, at: Date): DemoOrder["status"] {
  if (order.status === "cancelled") return "cancelled";
  if (order.deliveredAt && order.deliveredAt <= at) return "delivered";
  const waitedMs = at.getTime() - order.orderedAt.getTime();
  if (waitedMs < 24 * hourMs || order.status === "preparing") return "preparing";
  if (order.deliveredAt && order.deliveredAt.getTime() - at.getTime() < 9 * hourMs) return "out_for_delivery";
  return order.status === "out_for_delivery" ? "out_for_delivery" : "shipped";
}
