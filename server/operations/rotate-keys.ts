import { sql } from "drizzle-orm";
import { countOldSecrets, resealSecrets } from "@/server/channels";
import {
  type Ctx,
  getRuntime,
  keyIdOf,
  type LaterHandler,
  openSystemContext,
  platformScope,
  runLater,
  type SecretKeyUnknown,
} from "@/server/kernel";

export const keyRotationJob = "operations/rotate-keys";

/** What cannot be read now may be after a start with the right key; looked at again this often meanwhile. */
const againMs = 3_600_000;

export type KeyRotation = {
  keyId: string;
  resealed: number;
  /** Bots with a secret under another key than today's. */
  left: number;
  unreadable: { workspaceId: string; channelId: string; error: SecretKeyUnknown }[];
};

/** Asks for the stored secrets to be brought under today's key; asking twice changes nothing. */
export async function scheduleKeyRotation(): Promise<void> {
  const { worker, clock } = getRuntime();
  await worker.transaction((tx) =>
    runLater(tx, { workspaceId: platformScope, kind: keyRotationJob, subject: "all", dueAt: clock.now() }),
  );
}

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

/** The job of a serving process: quiet where nothing is left, clear where something cannot be read. */
export const runKeyRotation: LaterHandler = async () => {
  const { logger, metrics, clock } = getRuntime();
  const { resealed, left, unreadable, keyId } = await rotateKeys();
  metrics.oldSecrets.set(left);
  if (resealed > 0) logger.info({ resealed, left, keyId }, "stored secrets were encrypted anew");
  for (const { workspaceId, channelId, error } of unreadable) {
    logger.error({ workspaceId, channelId, error }, "a stored secret cannot be read");
  }
  return left > 0 ? { againAt: new Date(clock.now().getTime() + againMs) } : undefined;
};

async function inEveryWorkspace(work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const workspaces = await getRuntime().worker.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_workspaces()`,
  );
  for (const { workspace_id: id } of workspaces) {
    await work(await openSystemContext(id, { kind: "system", name: keyRotationJob }));
  }
}
