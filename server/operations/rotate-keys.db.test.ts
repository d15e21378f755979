import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { channels } from "@/db/schema";
import { resealSecrets } from "@/server/channels";
import {
  type Ctx,
  cookieSecret,
  decrypt,
  encodeSessionCookie,
  encrypt,
  inWorkspace,
  keyIdOf,
  newId,
  resolveSession,
  SecretKeyUnknown,
  sessionCookieName,
  startSession,
} from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { rotateAndTell, rotateKeys } from "./rotate-keys";

const state = useTestRuntime();

/** A new key, the one of before beside it; returns the one of before. */
function changeKey(): Buffer {
  const { env } = state.runtime;
  const before = env.secret;
  env.previousSecrets = [before, ...env.previousSecrets];
  env.secret = randomBytes(32);
  return before;
}

async function addBots(ctx: Ctx, count: number, secret = state.runtime.env.secret): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await inWorkspace(ctx, (tx) =>
    tx.insert(channels).values(
      ids.map((id, index) => ({
        workspaceId: ctx.workspace.id,
        id,
        kind: "telegram" as const,
        key: randomBytes(12).toString("hex"),
        providerAccountId: randomBytes(6).readUIntBE(0, 6).toString(),
        username: `bot_${id.slice(-12)}`,
        displayName: "Bot",
        apiRoot: "/sandbox/telegram",
        tokenEncrypted: encrypt(secret, `token of ${id}`, `channel:${id}:token`),
        secretEncrypted: encrypt(secret, `secret of ${id}`, `channel:${id}:secret`),
        updateMode: "webhook" as const,
        state: index === 0 ? ("deleted" as const) : ("active" as const),
        profile: {},
        createdAt: new Date(),
      })),
    ),
  );
  return ids;
}

const stored = (ctx: Ctx) =>
  inWorkspace(ctx, (tx) => tx.select().from(channels).where(eq(channels.workspaceId, ctx.workspace.id)));

/** With today's key alone. */
async function readAll(ctx: Ctx): Promise<string[]> {
  const today = { secret: state.runtime.env.secret, previousSecrets: [] };
  return (await stored(ctx)).flatMap((row) => [
    row.tokenEncrypted === "" ? "" : decrypt(today, row.tokenEncrypted, `channel:${row.id}:token`),
    decrypt(today, row.secretEncrypted, `channel:${row.id}:secret`),
  ]);
}

// The tests share a database: whatever one has left unreadable is taken out again.
afterEach(async () => {
  const known = [state.runtime.env.secret, ...state.runtime.env.previousSecrets].map(keyIdOf);
  for (const { workspace_id: id } of await state.runtime.worker.execute<{ workspace_id: string }>(
    sql`select workspace_id from resolve_workspaces()`,
  )) {
    await inWorkspace({ workspace: { id } } as Ctx, async (tx) => {
      const rows = await tx.select().from(channels).where(eq(channels.workspaceId, id));
      for (const row of rows) {
        if (!known.includes(row.secretEncrypted.split(".")[0]!)) {
          await tx.delete(channels).where(eq(channels.id, row.id));
        }
      }
    });
  }
});

describe("a change of the key", () => {
  test("every stored secret is encrypted anew, in every workspace, and the old key is needed no more", async () => {
    const [one, other] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    const ids = [
      ...(await addBots(one.member("owner"), 120)),
      ...(await addBots(other.member("owner"), 3)),
    ].sort();
    changeKey();
    await expect(readAll(one.member("owner"))).rejects.toThrow(SecretKeyUnknown);
    const progress: number[] = [];
    const rotation = await rotateKeys((resealed) => progress.push(resealed));
    expect(rotation).toMatchObject({ resealed: 123, left: 0, unreadable: [] });
    expect(progress).toContain(50);
    const read = [...(await readAll(one.member("owner"))), ...(await readAll(other.member("owner")))];
    expect(read.sort()).toEqual(ids.flatMap((id) => [`secret of ${id}`, `token of ${id}`]).sort());
    expect(await rotateKeys()).toMatchObject({ resealed: 0, left: 0 });
  });

  test("a bot that was disconnected keeps its empty token", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const [id] = await addBots(member("owner"), 1);
    await inWorkspace(member("owner"), (tx) =>
      tx.update(channels).set({ tokenEncrypted: "" }).where(eq(channels.id, id!)),
    );
    changeKey();
    await rotateKeys();
    expect(await readAll(member("owner"))).toEqual(["", `secret of ${id}`]);
  });

  test("stopped between two batches it goes on where it was", async () => {
    const { member } = await makeWorkspace(state.runtime);
    await addBots(member("owner"), 130);
    changeKey();
    const stop = new Error("the process has gone");
    await expect(
      resealSecrets(member("owner"), () => {
        throw stop;
      }),
    ).rejects.toBe(stop);
    const prefix = keyIdOf(state.runtime.env.secret);
    const done = (await stored(member("owner"))).filter((row) => row.tokenEncrypted.startsWith(prefix));
    expect(done).toHaveLength(50);
    expect(await resealSecrets(member("owner"))).toEqual({ resealed: 80, unreadable: [] });
    expect(await readAll(member("owner"))).toHaveLength(260);
  });

  test("two at once do everything once", async () => {
    const { member } = await makeWorkspace(state.runtime);
    await addBots(member("owner"), 160);
    changeKey();
    const both = await Promise.all([resealSecrets(member("owner")), resealSecrets(member("owner"))]);
    expect(both.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(160);
    expect(await readAll(member("owner"))).toHaveLength(320);
  });

  test("what stands under a key that nobody has is left, told and looked at again; the others are done", async () => {
    const { member, workspace } = await makeWorkspace(state.runtime);
    const [lost] = await addBots(member("owner"), 1, randomBytes(32));
    await addBots(member("owner"), 60);
    changeKey();
    const rotation = await rotateKeys();
    expect(rotation.left).toBe(1);
    const today = `${keyIdOf(state.runtime.env.secret)}.`;
    const done = (await stored(member("owner"))).filter((row) => row.tokenEncrypted.startsWith(today));
    expect(done).toHaveLength(60);
    expect(rotation.unreadable).toMatchObject([{ workspaceId: workspace.id, channelId: lost }]);
    expect(rotation.unreadable[0]?.error.message).toMatch(/SANTRAL_SECRET_PREVIOUS/);
    expect(await rotateAndTell()).toBe(1);
    const { values } = await state.runtime.metrics.oldSecrets.get();
    expect(values[0]?.value).toBe(1);
  });

  test("nothing is left when all could be read", async () => {
    const { member } = await makeWorkspace(state.runtime);
    await addBots(member("owner"), 2);
    changeKey();
    expect(await rotateAndTell()).toBe(0);
  });
});

describe("whoever is signed in", () => {
  const signedIn = async () => {
    const { team } = await makeWorkspace(state.runtime);
    const { personId } = team[0]!;
    const cookie = await encodeSessionCookie(await startSession({ personId, method: "test" }));
    const request = {
      header: (name: string) => (name === "cookie" ? `${sessionCookieName()}=${cookie}` : undefined),
    };
    return { personId, request };
  };

  test("stays it while both keys are alive, and when only the old cookies' secret is left", async () => {
    const { env } = state.runtime;
    const { personId, request } = await signedIn();
    const before = changeKey();
    expect(await resolveSession(request)).toMatchObject({ personId });
    const [kept, ...others] = [env.previousSecrets, env.previousCookieSecrets];
    env.previousSecrets = [];
    expect(await resolveSession(request)).toBeNull();
    env.previousCookieSecrets = [cookieSecret(before)];
    expect(await resolveSession(request)).toMatchObject({ personId });
    [env.previousSecrets, env.previousCookieSecrets] = [kept, others[0]!];
  });
});
