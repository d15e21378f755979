/** Which workspaces the demo has, and how many days of history. */
export type DemoSettings = { workspaces: "all" | "shop" | "off"; days: number };

/** The demo's workspaces in the order in which they are made, the shop first. No other workspace has such a slug. */
export const demoSlugs = ["demo", "demo-creator", "demo-clinic", "demo-desk"] as const;
export type DemoSlug = (typeof demoSlugs)[number];
