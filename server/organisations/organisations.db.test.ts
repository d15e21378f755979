import { existsSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { auditLog, outbox } from "@/db/schema";
import { BodyTooLarge, type DoorRequest } from "@/lib/door";
import {
  encodeSessionCookie,
  inWorkspace,
  type MemberRole,
  PermissionDenied,
  sessionCookieName,
  startSession,
} from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { getOrganisation, logoCore, setLogo, updateOrganisation } from ".";

const state = useTestRuntime();
type Made = Awaited<ReturnType<typeof makeWorkspace>>;

const picture = (format: "png" | "jpeg" | "webp" | "gif", width = 900, height = 300) =>
  sharp({ create: { width, height, channels: 4, background: "#0f766e" } })
    .withExif({ IFD0: { Copyright: "Gizlice" } })
    .toFormat(format)
    .toBuffer();
const bring = (made: Made, bytes: Uint8Array) =>
  setLogo({ ctx: made.member("owner"), input: { readBytes: async () => bytes } });

async function ask(made: Made, question: Partial<DoorRequest> & { path: string; role?: MemberRole }) {
  const { personId } = made.team.find(({ role }) => role === (question.role ?? "owner"))!;
  const cookie = await encodeSessionCookie(await startSession({ personId, method: "test" }));
  const headers: Record<string, string> = {
    cookie: `${sessionCookieName()}=${cookie}`,
    "x-santral-workspace": made.workspace.slug,
  };
  const [path = "", search = ""] = question.path.split("?");
  const answer = (await logoCore({
    method: "GET",
    query: new URLSearchParams(search),
    remoteAddress: "127.0.0.1",
    header: (name) => headers[name],
    bytes: async () => new Uint8Array(),
    signal: new AbortController().signal,
    ...question,
    path,
  }))!;
  const pieces: Uint8Array[] = [];
  if (typeof answer.body === "string") pieces.push(Buffer.from(answer.body));
  else if (answer.body instanceof Uint8Array) pieces.push(answer.body);
  else for await (const piece of answer.body) pieces.push(piece);
  return { ...answer, bytes: Buffer.concat(pieces) };
}

describe("updateOrganisation", () => {
  test("changes what is given, audited and announced once", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    expect(await updateOrganisation({ ctx, input: { color: "#0F766E" } })).toMatchObject({
      name: "Test",
      color: "#0f766e",
      logoUrl: null,
    });
    await updateOrganisation({ ctx, input: { name: "Ada Grup" } });
    expect(await getOrganisation({ ctx: made.member("analyst") })).toMatchObject({
      name: "Ada Grup",
      color: "#0f766e",
    });
    expect(await updateOrganisation({ ctx, input: { color: null } })).toMatchObject({ color: null });
    await inWorkspace(ctx, async (tx) => {
      const [first] = await tx.select().from(auditLog).orderBy(auditLog.id);
      expect(first).toMatchObject({
        action: "organisation.update",
        changes: { color: { before: null, after: "#0f766e" } },
      });
      expect(await tx.select({ name: outbox.name }).from(outbox)).toHaveLength(3);
    });
  });

  test.each([{ color: "red" }, { color: "#12345" }, { name: "  " }])("refuses %j", async (input) => {
    const made = await makeWorkspace(state.runtime);
    await expect(updateOrganisation({ ctx: made.member("owner"), input })).rejects.toThrow();
  });

  test("an admin may not, and another organisation stays as it is", async () => {
    const [mine, other] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    const input = { name: "Benim" };
    await expect(updateOrganisation({ ctx: mine.member("admin"), input })).rejects.toThrow(PermissionDenied);
    await updateOrganisation({ ctx: mine.member("owner"), input });
    expect(await getOrganisation({ ctx: other.member("owner") })).toMatchObject({ name: "Test" });
  });
});

describe("setLogo", () => {
  test.each(["png", "jpeg", "webp"] as const)(
    "a %s is drawn anew, small and without what it carried",
    async (format) => {
      const made = await makeWorkspace(state.runtime);
      const { logoUrl } = await bring(made, await picture(format));
      const shown = await ask(made, { path: logoUrl! });
      expect(shown).toMatchObject({
        status: 200,
        headers: { "content-type": "image/webp", "cache-control": expect.stringContaining("immutable") },
      });
      const { width, height, exif, format: drawn } = await sharp(shown.bytes).metadata();
      expect([width, height, drawn, exif]).toEqual([512, 171, "webp", undefined]);
    },
  );

  test.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ["nothing", () => Buffer.alloc(0), "empty"],
    [
      "an SVG with a script",
      () => Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
      "svg",
    ],
    [
      "an SVG that begins as XML",
      () => Buffer.from("<?xml version='1.0'?>\n<!-- x -->\n<svg onload='x()'/>"),
      "svg",
    ],
    ["a page", () => Buffer.from("<!doctype html><p>logo.png"), "not_a_picture"],
    ["a GIF", () => picture("gif"), "not_a_picture"],
    ["half a picture", async () => (await picture("png")).subarray(0, 200), "unreadable"],
    ["a dot", () => picture("png", 8, 8), "too_small"],
    ["more than five megabytes", () => Buffer.alloc(6 * 1024 * 1024), "too_large"],
    ["a bomb of pixels", () => picture("png", 12_000, 9_000), "too_many_pixels"],
  ])("%s is refused, and the logo before stays", async (_label, make, reason) => {
    const made = await makeWorkspace(state.runtime);
    const { logoUrl } = await bring(made, await picture("png"));
    await expect(bring(made, await make())).rejects.toMatchObject({ code: "LOGO_REFUSED", data: { reason } });
    expect(await getOrganisation({ ctx: made.member("owner") })).toMatchObject({ logoUrl });
  });

  test("50 MB are refused before a byte is read, and before that whoever may not", async () => {
    const made = await makeWorkspace(state.runtime);
    let isRead = false;
    const bytes = async (most: number) => {
      isRead = true;
      throw new BodyTooLarge(most);
    };
    const put = { path: "/api/organisations/logo", method: "PUT", bytes };
    expect(await ask(made, { ...put, role: "admin" })).toMatchObject({ status: 403 });
    expect(isRead).toBe(false);
    const answer = await ask(made, put);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.bytes.toString())).toMatchObject({
      error: { code: "LOGO_REFUSED", detail: { reason: "too_large" } },
    });
  });

  test("a new one takes the old one's place, whose bytes go; without one there is none", async () => {
    const made = await makeWorkspace(state.runtime);
    const first = await bring(made, await picture("png", 200, 200));
    const old = await ask(made, { path: first.logoUrl! });
    const hash = JSON.parse(old.headers!.etag!) as string;
    const place = join(state.runtime.env.dataDir, "files", hash.slice(0, 2), hash);
    expect(existsSync(place)).toBe(true);
    const second = await bring(made, await picture("png", 300, 200));
    expect(second.logoUrl).not.toBe(first.logoUrl);
    await expect.poll(() => existsSync(place), { timeout: 5_000 }).toBe(false);
    await setLogo({ ctx: made.member("owner"), input: { readBytes: null } });
    expect((await ask(made, { path: second.logoUrl! })).status).toBe(404);
    expect((await ask(made, { path: "/api/organisations/org_1/logo" })).status).toBe(404);
  });
});
