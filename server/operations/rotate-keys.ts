import { sql } from "drizzle-orm";
import { countOldSecrets, resealSecrets } from "@/server/channels";
import { type Ctx, getRuntime, keyIdOf, openSystemContext, type SecretKeyUnknown } from "@/server/kernel";
import type { Workflow } from "@/server/workflows";
import { productStarted } from "./product-started";

/** As which the stored secrets are written. */
const actorName = "operations/rotate-keys";

/**
 * Stored secrets come under today's key when a process starts. What cannot be read then may be after a start with the
 * right key, which begins anew; meanwhile it is looked at every hour.
 */
export const keyRotationWorkflow: Workflow = {
  id: "operations-rotate-keys",
  triggers: [{ event: productStarted }],
  singleton: { mode: "cancel" },
  load:
    async () =>
    async ({ step }) => {
      for (let look = 0; look < looks; look += 1) {
        const left = await step.run("rotate", rotateAndTell);
        if (left === 0) return;
        await step.sleep("before another look", "1h");
      }
    },
};
/** For two weeks; whatever is left then waits for the next start. */
const looks = 24 * 14;

export type KeyRotation = {
  keyId: string;
  resealed: number;
  /** Bots with a secret under another key than today's. */
  left: number;
  unreadable: { workspaceId: string; channelId: string; error: SecretKeyUnknown }[];
};

/**
 * Encrypts every stored secret anew that stands under another key than today's, workspace by workspace in batches. Safe
 * to stop anywhere and to run twice: what is left says the database itself.
 */
export async function rotateKeys(onProgress: (resealed: number) => void = () => {}): Promise<KeyRotation> {
  const { env } = getRuntime();
  const rotation: KeyRotation = { keyId: keyIdOf(env.secret), resealed: 0, left: 0, unreadable: [] };
  await inEveryWorkspace(async (ctx) => {
    const before = rotation.resealed;
    const done = await resealSecrets(ctx, (resealed) => onProgress(before + resealed));
    rotation.resealed += done.resealed;
    rotation.unreadable.push(...done.unreadable.map((one) => ({ workspaceId: ctx.workspace.id, ...one })));
    // Counted after the writing: what another process wrote meanwhile under its own key is left, too.
    rotation.left += await countOldSecrets(ctx);
  });
  return rotation;
}

/** Quiet where nothing is left, clear where something cannot be read. @returns how many secrets are left */
export async function rotateAndTell(): Promise<number> {
  const { logger, metrics } = getRuntime();
  const { resealed, left, unreadable, keyId } = await rotateKeys();
  metrics.oldSecrets.set(left);
  if (resealed > 0) logger.info({ resealed, left, keyId }, "stored secrets were encrypted anew");
  for (const { workspaceId, channelId, error } of unreadable) {
    logger.error({ workspaceId, channelId, error }, "a stored secret cannot be read");
  }
  return left;
}

async function inEveryWorkspace(work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const workspaces = await getRuntime().worker.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_workspaces()`,
  );
  for (const { workspace_id: id } of workspaces) {
    await work(await openSystemContext(id, { kind: "system", name: actorName }));
  }
}
