import { type OperatorCtx, requirePermission, toPublicId } from "@/server/kernel";
import { forgetOverrides, readOverrides } from "./read-overrides";
import { featureKeys, features } from "./rules";
import type { FeatureState } from "./schemas";

/** Every part that can be switched, with what operators have said of it. */
export async function listFeatures({ ctx }: { ctx: OperatorCtx }): Promise<FeatureState[]> {
  requirePermission(ctx, "platform.read");
  forgetOverrides();
  const overrides = await readOverrides();
  return featureKeys.map((feature) => {
    const own = overrides.filter((override) => override.feature === feature);
    return {
      feature,
      ...features[feature],
      platform: own.find(({ workspaceId }) => workspaceId === null)?.isOn ?? null,
      workspaces: own.flatMap(({ workspaceId, isOn }) =>
        workspaceId === null ? [] : [{ workspaceId: toPublicId("workspace", workspaceId), isOn }],
      ),
    };
  });
}
