/** Whom the plans are for, in the order in which they are shown. */
export const planKinds = ["shop", "clinic", "creator", "desk"] as const;
export type PlanKind = (typeof planKinds)[number];

export type Price =
  | { kind: "free" }
  /** A month, in minor units. */
  | { kind: "monthly"; amountMinor: bigint; currency: "TRY" | "USD" }
  /** The same, and more where more is wanted. */
  | { kind: "from"; amountMinor: bigint; currency: "TRY" | "USD" }
  | { kind: "onRequest" };

export type Plan = {
  id: string;
  /** A name of its own, the same in every language. */
  name: string;
  price: Price;
  /** Of what is sold here, in percent; absent where nothing is taken. */
  salesPercent?: number;
};

const monthly = (amountMinor: bigint, currency: "TRY" | "USD" = "TRY"): Price => ({
  kind: "monthly",
  amountMinor,
  currency,
});
const from = (amountMinor: bigint): Price => ({ kind: "from", amountMinor, currency: "TRY" });

/** What it costs: the one table. Every page that names a price reads it here. */
export const plans = {
  shop: [
    { id: "shopStarter", name: "Starter", price: monthly(300_000n) },
    { id: "shopGrowth", name: "Growth", price: monthly(750_000n) },
    { id: "shopPro", name: "Pro", price: monthly(1_200_000n) },
    { id: "shopEnterprise", name: "Enterprise", price: from(1_500_000n) },
  ],
  clinic: [
    { id: "clinic", name: "Klinik", price: monthly(750_000n) },
    { id: "clinicPro", name: "Klinik Pro", price: monthly(1_500_000n) },
    { id: "clinicTourism", name: "Medikal Turizm", price: from(2_500_000n) },
  ],
  creator: [
    { id: "creatorFree", name: "Creator", price: { kind: "free" }, salesPercent: 7 },
    { id: "creatorMonthly", name: "Creator Plus", price: monthly(99_000n), salesPercent: 2 },
  ],
  desk: [
    { id: "deskFree", name: "Desk", price: { kind: "free" } },
    { id: "deskPro", name: "Desk Pro", price: monthly(4_900n, "USD") },
    { id: "deskEnterprise", name: "Desk Enterprise", price: { kind: "onRequest" } },
  ],
} as const satisfies Record<PlanKind, readonly Plan[]>;

export type PlanId = (typeof plans)[PlanKind][number]["id"];
