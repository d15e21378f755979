import { and, eq, isNull, sql } from "drizzle-orm";
import { featureOverrides } from "@/db/schema";
import {
  emit,
  inWorkspace,
  newId,
  type OperatorCtx,
  openSystemContext,
  platformScope,
  recordPlatformAudit,
  requirePermission,
} from "@/server/kernel";
import { FeatureOfPlatform } from "./errors";
import { changedEvent, forgetOverrides } from "./read-overrides";
import { features } from "./rules";
import { SetFeatureInput } from "./schemas";

/**
 * Switches a part of the product on or off, for the whole platform or for one workspace, or takes back what was said. It
 * holds from the next request on, in every process.
 *
 * @throws FeatureOfPlatform the part is about no workspace
 * @throws WorkspaceNotFound
 */
export async function setFeature({
  ctx,
  input,
}: {
  ctx: OperatorCtx;
  input: SetFeatureInput;
}): Promise<void> {
  requirePermission(ctx, "platform.setFeature");
  const { feature, workspaceId, isOn } = SetFeatureInput.parse(input);
  if (workspaceId && features[feature].scope === "platform") throw new FeatureOfPlatform(feature);
  const own = workspaceId
    ? (await openSystemContext(workspaceId, ctx.actor, ctx.requestId)).workspace
    : undefined;
  const scope = { ...ctx, workspace: { id: platformScope } };
  await inWorkspace(scope, async (tx) => {
    await tx.execute(sql`select set_config('app.operator_id', ${ctx.actor.operatorId}, true)`);
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('feature overrides', 0))`);
    const isIt = and(
      eq(featureOverrides.feature, feature),
      workspaceId ? eq(featureOverrides.workspaceId, workspaceId) : isNull(featureOverrides.workspaceId),
    );
    const [before] = await tx.select().from(featureOverrides).where(isIt);
    if ((before?.isOn ?? null) === isOn) return;
    await tx.delete(featureOverrides).where(isIt);
    if (isOn !== null)
      await tx
        .insert(featureOverrides)
        .values({ id: newId(), feature, workspaceId, isOn, changedAt: ctx.clock.now() });
    await recordPlatformAudit(tx, ctx, {
      action: "feature.set",
      ...(own ? { workspace: own } : {}),
      before: { isOn: before?.isOn ?? null },
      after: { isOn, feature },
    });
    await emit(tx, scope, changedEvent, { aggregateId: platformScope });
    if (!own) return;
    // Its open panels draw their frame anew.
    await tx.execute(sql`select set_config('app.workspace_id', ${own.id}, true)`);
    await emit(tx, { ...ctx, workspace: own }, "workspace/switched", { aggregateId: own.id });
  });
  forgetOverrides();
}
