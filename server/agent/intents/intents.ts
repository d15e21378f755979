/** What a customer of a shop may want. `other` is everything else, chit-chat and nonsense included. */
export const SHOP_INTENTS = [
  "order_status",
  "delivery_time",
  "return",
  "cancel",
  "human",
  "other",
] as const;

export type Intent = (typeof SHOP_INTENTS)[number];

/** The presets of a workspace. Kinds without a model of their own use the shop's. */
export type IntentKind = "creator" | "shop" | "clinic" | "desk";

/** Intents whose true answer rests on one shop order. */
export const ORDER_INTENTS: ReadonlySet<Intent> = new Set([
  "order_status",
  "delivery_time",
  "return",
  "cancel",
]);

export function isIntent(value: string): value is Intent {
  return (SHOP_INTENTS as readonly string[]).includes(value);
}
