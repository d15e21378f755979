import { toDay } from "@/lib/dates/parse-moment";
import { botDate } from "./bot-dates";
import type { Language } from "./language/languages";
import { botText } from "./texts";

type Status = "preparing" | "shipped" | "out_for_delivery" | "delivered" | "cancelled" | "returned";

/** What may be told of a proved order: never an address, a full name, a phone or a price. */
export type DescribedOrder = {
  number: string;
  status: Status;
  packages: readonly {
    status: Status;
    carrier: string | null;
    tracking: string | null;
    /** `YYYY-MM-DD`. */
    estimatedDelivery: string | null;
    deliveredAt: Date | string | null;
  }[];
};

type Package = DescribedOrder["packages"][number];

const UNDER_WAY: ReadonlySet<Status> = new Set<Status>(["preparing", "shipped", "out_for_delivery"]);
const WITH_CARRIER: ReadonlySet<Status> = new Set<Status>(["shipped", "out_for_delivery", "delivered"]);

/**
 * Status, carrier, tracking number and date of an order in the customer's language; a line for each package when
 * there are several.
 *
 * @param asksWhen the customer asks for the day, so that an unknown one is said too
 * @param by the day by which it is wanted, `YYYY-MM-DD`: whether it is expected by then is said
 */
export function describeOrder(
  language: Language,
  order: DescribedOrder,
  {
    timeZone,
    now,
    asksWhen = false,
    by = null,
  }: { timeZone: string; now: Date; asksWhen?: boolean; by?: string | null },
): string {
  const { number, packages } = order;
  const today = toDay(now, timeZone);
  const details = (item: Package) => [
    ...describeCarrier(language, item),
    ...describeDate(language, item, { timeZone, today, asksWhen, by }),
  ];

  const [first, second] = packages;
  if (!first || !second) {
    const single = first ?? { ...NO_PACKAGE, status: order.status };
    return [botText(language, `order.${single.status}`, { number }), ...details(single)].join(" ");
  }
  const lines = packages.map((item, i) => {
    const state = botText(language, `order.state.${item.status}`);
    return [botText(language, "order.package", { index: i + 1, state }), ...details(item)].join(" ");
  });
  return [botText(language, "order.several", { number, count: packages.length }), ...lines].join("\n");
}

const NO_PACKAGE = { carrier: null, tracking: null, estimatedDelivery: null, deliveredAt: null };

function describeCarrier(language: Language, { status, carrier, tracking }: Package): string[] {
  if (!WITH_CARRIER.has(status)) return [];
  if (carrier && tracking) return [botText(language, "order.carrierAndTracking", { carrier, tracking })];
  if (carrier) return [botText(language, "order.carrier", { carrier })];
  return tracking ? [botText(language, "order.tracking", { tracking })] : [];
}

function describeDate(
  language: Language,
  { status, estimatedDelivery, deliveredAt }: Package,
  {
    timeZone,
    today,
    asksWhen,
    by,
  }: { timeZone: string; today: string; asksWhen: boolean; by: string | null },
): string[] {
  if (status === "delivered") {
    return deliveredAt
      ? [botText(language, "order.deliveredOn", { date: botDate(language, new Date(deliveredAt), timeZone) })]
      : [];
  }
  if (!UNDER_WAY.has(status)) return [];
  if (!estimatedDelivery) return asksWhen ? [botText(language, "order.noDate")] : [];
  const date = botDate(language, estimatedDelivery, timeZone);
  if (estimatedDelivery < today) return [botText(language, "order.delayed", { date })];
  const expected = botText(language, "order.expected", { date });
  if (!by || by < today) return [expected];
  return [expected, botText(language, estimatedDelivery <= by ? "order.byThen" : "order.notByThen")];
}
