import { existsSync, mkdtempSync, readdirSync, utimesSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { laterJobs, uploads, workspaces } from "@/db/schema";
import { serveDoor } from "@/sandbox/testing/http";
import {
  encodeSessionCookie,
  inWorkspace,
  type MemberRole,
  newId,
  sessionCookieName,
  startSession,
} from "@/server/kernel";
import { fillDisk, makeWorkspace, useTestRuntime } from "@/server/testing";
import { maxUploadBytes } from "./rules";
import { sweepUploads } from "./sweep-uploads";
import { attachUploads, takeUploads } from "./take-uploads";
import { bring, pdf, png } from "./testing";
import { uploadCore } from "./upload-core";

const dataDir = mkdtempSync(join(tmpdir(), "santral-uploads-"));
const testing = useTestRuntime({ env: { dataDir } });
let door: Awaited<ReturnType<typeof serveDoor>>;
beforeAll(async () => {
  door = await serveDoor(uploadCore);
});
afterAll(() => door.close());

type Team = Awaited<ReturnType<typeof makeWorkspace>>;

async function headersOf(team: Team, role: MemberRole = "support"): Promise<Record<string, string>> {
  const { personId } = team.team.find((member) => member.role === role)!;
  const cookie = await encodeSessionCookie(await startSession({ personId, method: "test" }));
  return { cookie: `${sessionCookieName()}=${cookie}`, "x-santral-workspace": team.workspace.slug };
}

async function post(
  headers: Record<string, string>,
  bytes: Uint8Array,
  name = "dosya",
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${door.origin}/api/uploads?name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", ...headers },
    body: Uint8Array.from(bytes),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const codeOf = ({ body }: { body: Record<string, unknown> }) => (body.error as { code: string }).code;
const reasonOf = ({ body }: { body: Record<string, unknown> }) =>
  (body.error as { detail: { reason: string } }).detail.reason;
const rowsOf = (team: Team) => inWorkspace(team.member("owner"), (tx) => tx.select().from(uploads));
const asideOf = (team: Team) => {
  const folder = join(dataDir, "uploads", team.workspace.id);
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe("POST /api/uploads", () => {
  test("takes a file, tells what it is by its bytes, and keeps its name fit", async () => {
    const team = await makeWorkspace(testing.runtime);
    const answer = await post(await headersOf(team), png(640, 480), "../../etc/görsel\u202egpj.png");
    expect(answer).toMatchObject({
      status: 200,
      body: { kind: "photo", contentType: "image/png", width: 640, height: 480, photoObstacle: null },
    });
    expect(answer.body.name).toBe("görselgpj.png");
    expect(await rowsOf(team)).toHaveLength(1);
    expect(asideOf(team)).toHaveLength(1);
  });

  test.each<[string, Uint8Array, Record<string, string>, string]>([
    ["an empty file", new Uint8Array(), {}, "empty"],
    ["a photo that is HTML", Buffer.from("<html>"), { "content-type": "image/jpeg" }, "not_what_it_says"],
  ])("refuses %s and keeps nothing", async (_, bytes, headers, reason) => {
    const team = await makeWorkspace(testing.runtime);
    const answer = await post({ ...(await headersOf(team)), ...headers }, bytes);
    expect(answer.status).toBe(400);
    expect(reasonOf(answer)).toBe(reason);
    expect(await rowsOf(team)).toEqual([]);
    expect(asideOf(team)).toEqual([]);
  });

  test("refuses what is over 50 MB and keeps nothing", async () => {
    const team = await makeWorkspace(testing.runtime);
    const answer = await post(await headersOf(team), Buffer.alloc(maxUploadBytes + 1, 1));
    expect(reasonOf(answer)).toBe("too_large");
    expect(asideOf(team)).toEqual([]);
  });

  test("leaves nothing where the sender goes away halfway", async () => {
    const team = await makeWorkspace(testing.runtime);
    const headers = await headersOf(team);
    await new Promise<void>((resolve) => {
      const cut = httpRequest(`${door.origin}/api/uploads?name=a`, {
        method: "POST",
        headers: { ...headers, "content-length": "1000000" },
      });
      cut.on("error", () => resolve());
      cut.write(Buffer.alloc(100_000, 1), () => setTimeout(() => cut.destroy(new Error("gone")), 100));
    });
    await expect.poll(() => asideOf(team)).toEqual([]);
    expect(await rowsOf(team)).toEqual([]);
  });

  test("respects the workspace's room, uploads that wait included", async () => {
    const team = await makeWorkspace(testing.runtime);
    await inWorkspace(team.member("owner"), (tx) => tx.update(workspaces).set({ fileQuotaBytes: 120 }));
    const headers = await headersOf(team);
    expect((await post(headers, Buffer.from("x".repeat(100)))).status).toBe(200);
    const second = await post(headers, Buffer.from("y".repeat(100)));
    expect(reasonOf(second)).toBe("quota_reached");
    expect(asideOf(team)).toHaveLength(1);
  });

  test("takes nothing while the disk is full, and lets what waits be thrown away", async () => {
    const team = await makeWorkspace(testing.runtime);
    const headers = await headersOf(team);
    const waiting = await post(headers, png(4, 4));
    const free = await fillDisk(testing.runtime);
    try {
      const answer = await post(headers, png(5, 5));
      expect(answer.status).toBe(503);
      expect(codeOf(answer)).toBe("STORAGE_FULL");
      const gone = await fetch(`${door.origin}/api/uploads/${waiting.body.id}`, {
        method: "DELETE",
        headers,
      });
      expect(gone.status).toBe(204);
      expect(asideOf(team)).toEqual([]);
      expect(await rowsOf(team)).toEqual([]);
    } finally {
      await free();
    }
    expect((await post(headers, png(5, 5))).status).toBe(200);
  });

  test("is for signed-in members who answer, from our own pages", async () => {
    const [team, others] = [await makeWorkspace(testing.runtime), await makeWorkspace(testing.runtime)];
    const own = await headersOf(team);
    const { cookie, ...bare } = own;
    expect((await post(bare, pdf())).status).toBe(401);
    expect((await post({ cookie: cookie! }, pdf())).status).toBe(403);
    expect((await post({ ...own, origin: "https://evil.example" }, pdf())).status).toBe(403);
    expect(codeOf(await post(await headersOf(team, "analyst"), pdf()))).toBe("PERMISSION_DENIED");
    const stranger = { ...(await headersOf(others)), "x-santral-workspace": team.workspace.slug };
    expect((await post(stranger, pdf())).status).toBe(404);
    expect(await rowsOf(team)).toEqual([]);
    expect(asideOf(team)).toEqual([]);
  });
});

describe("DELETE /api/uploads/[file]", () => {
  test("throws one's own away, nobody else's, once", async () => {
    const team = await makeWorkspace(testing.runtime);
    const { id } = await bring(team.member("support"), pdf());
    const remove = async (role: MemberRole) =>
      (
        await fetch(`${door.origin}/api/uploads/${id}`, {
          method: "DELETE",
          headers: await headersOf(team, role),
        })
      ).status;
    expect(await remove("owner")).toBe(404);
    expect(await remove("support")).toBe(204);
    expect(await remove("support")).toBe(404);
    expect(asideOf(team)).toEqual([]);
  });
});

describe("takeUploads", () => {
  test("once, in the order asked for, and only the member's own", async () => {
    const team = await makeWorkspace(testing.runtime);
    const ctx = team.member("support");
    const memberId = ctx.actor.kind === "member" ? ctx.actor.memberId : "";
    const brought = [await bring(ctx, pdf("a"), "a.pdf"), await bring(ctx, pdf("b"), "b.pdf")];
    const ids = (await rowsOf(team)).map((row) => row.id).reverse();
    expect(brought).toHaveLength(2);
    const take = (member = memberId) =>
      inWorkspace(ctx, (tx) => takeUploads(tx, ctx, { uploadIds: ids, memberId: member }));
    await expect(take(newId())).rejects.toMatchObject({ code: "UPLOAD_NOT_FOUND" });
    expect((await take()).map(({ id }) => id)).toEqual(ids);
    await expect(take()).rejects.toMatchObject({ code: "UPLOAD_NOT_FOUND" });
  });

  test("that is rolled back leaves them to be taken", async () => {
    const team = await makeWorkspace(testing.runtime);
    const ctx = team.member("support");
    const memberId = ctx.actor.kind === "member" ? ctx.actor.memberId : "";
    await bring(ctx, pdf("c"));
    const [row] = await rowsOf(team);
    const failing = inWorkspace(ctx, async (tx) => {
      const taken = await takeUploads(tx, ctx, { uploadIds: [row!.id], memberId });
      await attachUploads(tx, ctx, [{ file: taken[0]!, messageId: newId() }]);
    });
    await expect(failing).rejects.toThrow();
    expect(await rowsOf(team)).toHaveLength(1);
    expect(
      await inWorkspace(ctx, (tx) => takeUploads(tx, ctx, { uploadIds: [row!.id], memberId })),
    ).toHaveLength(1);
  });
});

test("what nobody sends within a day is swept, and bytes that no row knows of", async () => {
  const team = await makeWorkspace(testing.runtime);
  const ctx = team.member("support");
  const early = await bring(ctx, pdf("early"));
  expect(await inWorkspace(ctx, (tx) => tx.select().from(laterJobs))).toMatchObject([
    { kind: "uploads/sweep" },
  ]);
  testing.clock.advance(12 * 3_600_000);
  const late = await bring(ctx, pdf("late"));
  testing.clock.advance(13 * 3_600_000);
  const yesterday = new Date(testing.clock.now().getTime() - 25 * 3_600_000);
  for (const name of asideOf(team)) {
    utimesSync(join(dataDir, "uploads", team.workspace.id, name), yesterday, yesterday);
  }
  const job = { workspaceId: team.workspace.id, kind: "uploads/sweep", subject: "all", attempts: 1 };
  const outcome = await sweepUploads(job);
  expect(outcome?.againAt).toBeInstanceOf(Date);
  const kept = (await rowsOf(team)).map(({ id }) => id.replaceAll("-", ""));
  expect(kept).toEqual([late.id.slice(4)]);
  expect(asideOf(team).map((name) => name.replaceAll("-", ""))).toEqual(kept);
  expect(kept).not.toContain(early.id.slice(4));
});
