type Feature = {
  /** `workspace`: for all of them, and for single ones otherwise. `platform`: there is no workspace yet that it is about. */
  scope: "workspace" | "platform";
  isOnByDefault: boolean;
};

/** Parts of the product that operators can switch off; what each is for is said in the console's texts. */
export const features = {
  /** Bringing in files of customers, shop orders and questions. */
  imports: { scope: "workspace", isOnByDefault: true },
  /** Having Telegram make a bot with one tap. */
  "managed-bots": { scope: "workspace", isOnByDefault: true },
  /** Links that show figures to whoever has them. */
  embeds: { scope: "workspace", isOnByDefault: true },
  /** Founding an organisation with its first workspace. */
  "new-organisations": { scope: "platform", isOnByDefault: true },
} as const satisfies Record<string, Feature>;

export type FeatureKey = keyof typeof features;
export const featureKeys = Object.keys(features) as [FeatureKey, ...FeatureKey[]];

export type Override = { feature: string; workspaceId: string | null; isOn: boolean };

/** Whether a part is on: what was said for the workspace goes before what was said for all, that before the code. */
export function decide(overrides: readonly Override[], key: FeatureKey, workspaceId: string | null): boolean {
  const said = (id: string | null) =>
    overrides.find(({ feature, workspaceId: of }) => feature === key && of === id)?.isOn;
  return (workspaceId === null ? undefined : said(workspaceId)) ?? said(null) ?? features[key].isOnByDefault;
}
