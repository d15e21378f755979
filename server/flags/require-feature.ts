import type { Ctx } from "@/server/kernel";
import { FeatureOff } from "./errors";
import { readOverrides } from "./read-overrides";
import { decide, type FeatureKey, featureKeys, features } from "./rules";

/** Whether a part of the product is on in the workspace; without one, for the whole platform. */
export async function isFeatureOn(feature: FeatureKey, ctx?: Pick<Ctx, "workspace">): Promise<boolean> {
  return decide(await readOverrides(), feature, ctx?.workspace.id ?? null);
}

/** @throws FeatureOff an operator of the platform has switched it off */
export async function requireFeature(feature: FeatureKey, ctx?: Pick<Ctx, "workspace">): Promise<void> {
  if (!(await isFeatureOn(feature, ctx))) throw new FeatureOff({ feature });
}

/** The parts that are off in the workspace, so that the panel does not offer them. */
export async function listFeaturesOff(ctx: Pick<Ctx, "workspace">): Promise<FeatureKey[]> {
  const overrides = await readOverrides();
  return featureKeys.filter(
    (key) => features[key].scope === "workspace" && !decide(overrides, key, ctx.workspace.id),
  );
}
