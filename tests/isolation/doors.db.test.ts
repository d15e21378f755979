import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { claimTables, workspaceTables } from "@/db/schema/security";
import { conversationExportCore, telegramWebhookCore } from "@/server/conversations";
import { customerExportCore } from "@/server/customers";
import { fileCore } from "@/server/files";
import { handleImportUpload } from "@/server/imports";
import { exportCore } from "@/server/insight";
import { limitCore, type MemberRole, newId, toPublicId } from "@/server/kernel";
import { getLiveStreams, liveCore } from "@/server/live";
import { healthCore, metricsCore, runtimeCore } from "@/server/operations";
import { getOrganisation, logoCore, setLogo } from "@/server/organisations";
import { embedCore } from "@/server/reports";
import { uploadCore } from "@/server/uploads";
import { type Asked, ask } from "./ask-door";
import { fingerprint, leaks, useNeighbours } from "./neighbours";

const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);
const state = useNeighbours();
const root = join(import.meta.dirname, "../..");
const tables = [...workspaceTables, ...claimTables, "workspaces"];

/** Where each route of the product is walked as a stranger. A route that does not stand here fails the test. */
const routes: Record<string, string> = {
  "app/(site)/guide/picture/[name]": "lib/guide/read-guide.test.ts",
  "app/api/auth/[...nextauth]": "tests/journeys/sign-in.spec.ts",
  "app/api/conversations/export": "conversations in files, below",
  "app/api/customers/export": "customers in a file, below",
  "app/api/files/[file]": "files, below",
  "app/api/imports": "uploads, below",
  "app/api/health": "machines.db.test.ts",
  "app/api/inngest": "machines.db.test.ts",
  "app/api/insight/export": "figures in files, below",
  "app/api/live": "the live stream, below",
  "app/api/mail/events": "machines.db.test.ts",
  "app/api/mail/unsubscribe/[token]": "machines.db.test.ts",
  "app/api/metrics": "machines.db.test.ts",
  "app/api/organisations/[...logo]": "logos, below",
  "app/api/trpc/[trpc]": "procedures.db.test.ts",
  "app/api/uploads/[[...upload]]": "files to send, below",
  "app/api/webhooks/telegram/[channelKey]": "machines.db.test.ts",
  "app/embed/[token]": "embeds, below",
  "app/manifest.webmanifest": "tests/journeys/service-worker.spec.ts",
  "app/sandbox/demo": "machines.db.test.ts",
  "app/sandbox/mail/[...path]": "machines.db.test.ts",
  "app/sandbox/oidc/[...path]": "sandbox/oidc/oidc.test.ts",
  "app/sandbox/push/[...path]": "sandbox/push/local-push.test.ts",
  "app/sandbox/sign-in": "tests/journeys/sign-in.spec.ts",
  "app/sandbox/telegram/[...path]": "machines.db.test.ts",
};

test("every route handler is covered, and nothing else is", () => {
  const found = readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((path) => /(^|\/)route\.tsx?$/.test(path))
    .map((path) => join("app", dirname(path)));
  expect(found.sort()).toEqual(Object.keys(routes).sort());
});

test("every core of the fast door is covered, and nothing else is", () => {
  const found = readdirSync(join(root, "server"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .flatMap((path) => [
      ...readFileSync(join(root, "server", path), "utf8").matchAll(
        /export const (\w+)(?:: DoorCore\b| = fileDoor\()/g,
      ),
    ])
    .map(([, name]) => name);
  const walked = {
    conversationExportCore,
    customerExportCore,
    embedCore,
    exportCore,
    fileCore,
    healthCore,
    limitCore,
    liveCore,
    logoCore,
    metricsCore,
    runtimeCore,
    telegramWebhookCore,
    uploadCore,
  };
  expect(found.sort()).toEqual(Object.keys(walked).sort());
});

const standing = () => fingerprint(state.admin, state.a.workspace.id, tables);
const mine = (role: MemberRole = "owner") => state.b.headersOf(role);
const slugs = () => ({ a: state.a.workspace.slug, b: state.b.workspace.slug });

describe("files", () => {
  test("are there for a member of their workspace", async () => {
    const answer = await ask(fileCore, {
      path: `/api/files/${state.a.fileId}`,
      headers: await state.a.headersOf("analyst"),
    });
    expect(answer?.status).toBe(200);
    expect(answer?.headers["content-type"]).toBe("image/png");
  });

  test.each([
    ["asked for in no name", ""],
    ["asked for in B's name", "b"],
    ["asked for in A's name", "a"],
  ] as const)("of A %s are not found", async (_label, slug) => {
    const query = slug ? `?workspace=${slugs()[slug]}` : "";
    const answer = await ask(fileCore, {
      path: `/api/files/${state.a.fileId}${query}`,
      headers: await mine(),
    });
    expect(answer?.status).toBe(404);
    const stranger = await ask(fileCore, { path: `/api/files/${state.a.fileId}${query}` });
    expect(stranger?.status).toBe(401);
  });
});

describe("files to send", () => {
  test("are not brought into A by a member of B, nor by nobody, nor thrown away there", async () => {
    const post = { path: "/api/uploads?name=a.txt", method: "POST", body: "benden" };
    const headers = { ...(await mine()), "x-santral-workspace": slugs().a };
    expect(await ask(uploadCore, { ...post, headers })).toMatchObject({ status: 404 });
    const nobody = { "x-santral-workspace": slugs().a };
    expect(await ask(uploadCore, { ...post, headers: nobody })).toMatchObject({ status: 401 });
    const remove = { path: `/api/uploads/${state.a.uploadId}`, method: "DELETE" };
    expect(await ask(uploadCore, { ...remove, headers })).toMatchObject({ status: 404 });
    expect(await ask(uploadCore, { ...remove, headers: await mine() })).toMatchObject({ status: 404 });
    expect(await ask(uploadCore, { ...remove, headers: nobody })).toMatchObject({ status: 401 });
  });

  test("of A are not sent by a member of B", async () => {
    const before = await fingerprint(state.admin, state.a.workspace.id, tables);
    const headers = { ...(await mine()), origin: "https://a.example" };
    expect(
      await ask(uploadCore, { path: "/api/uploads?name=a", method: "POST", body: "x", headers }),
    ).toMatchObject({
      status: 403,
    });
    expect(await fingerprint(state.admin, state.a.workspace.id, tables)).toEqual(before);
  });
});

const readPieces = async (answer: Asked | null) => {
  let text = "";
  for await (const piece of answer!.body as AsyncIterable<Uint8Array>) text += Buffer.from(piece).toString();
  return text;
};

describe("customers in a file", () => {
  const path = (slug: string, query = "") => `/api/customers/export?workspace=${slug}&lang=en${query}`;
  const narrowed = (fieldId: string, is: string) =>
    `&fields=${encodeURIComponent(JSON.stringify([{ fieldId, is }]))}`;

  test("of A are there for those who lead there, and for nobody else", async () => {
    const leads = await state.a.headersOf("supervisor");
    const answer = await ask(customerExportCore, { path: path(slugs().a), headers: leads });
    expect(answer?.headers["content-type"]).toBe("text/csv; charset=utf-8");
    const text = await readPieces(answer);
    expect(text.startsWith("\ufeffName,Phone,E-mail,Language,Added,")).toBe(true);
    expect(text).toContain(`${state.a.word} değeri`);
    const support = await state.a.headersOf("support");
    for (const [headers, status] of [
      [support, 403],
      [await mine(), 404],
      [{}, 401],
    ] as const)
      expect(await ask(customerExportCore, { path: path(slugs().a), headers })).toMatchObject({ status });
  });

  test("of B say nothing of A, and are not narrowed by a field of A's", async () => {
    const headers = await mine();
    expect(leaks(await readPieces(await ask(customerExportCore, { path: path(slugs().b), headers })))).toBe(
      false,
    );
    const query = narrowed(state.a.fieldId, "x");
    expect(await ask(customerExportCore, { path: path(slugs().b, query), headers })).toMatchObject({
      status: 404,
    });
    const found = await ask(customerExportCore, {
      path: path(slugs().b, narrowed(state.b.fieldId, state.b.word)),
      headers,
    });
    expect((await readPieces(found)).trim().split("\r\n")).toHaveLength(2);
  });

  test.each(["&fields={", "&fields=[{}]", "&q=x"])("a question that means nothing: %s", async (query) => {
    const headers = await mine();
    expect(await ask(customerExportCore, { path: path(slugs().b, query), headers })).toMatchObject({
      status: 400,
    });
  });
});

describe("figures in files", () => {
  const path = (slug: string, query: string) => `/api/insight/export?workspace=${slug}&days=90&${query}`;
  const read = readPieces;

  test("of A are there for its members, and for nobody else", async () => {
    const query = "figure=messagesIn&lang=en";
    const answer = await ask(exportCore, {
      path: path(slugs().a, query),
      headers: await state.a.headersOf("analyst"),
    });
    expect(answer?.headers["content-type"]).toBe("text/csv; charset=utf-8");
    const text = await read(answer);
    expect(leaks(text)).toBe(true);
    expect(text.startsWith("\ufeffTime,Conversation,Customer,Status,Seconds\r\n")).toBe(true);
    expect(await ask(exportCore, { path: path(slugs().a, query), headers: await mine() })).toMatchObject({
      status: 404,
    });
    expect(await ask(exportCore, { path: path(slugs().a, query) })).toMatchObject({ status: 401 });
  });

  test("of B say nothing of A, whichever of A's is named", async () => {
    for (const query of [
      `figure=customer&key=${state.a.customerId}`,
      `figure=member&key=${state.a.memberId}`,
    ]) {
      const text = await read(await ask(exportCore, { path: path(slugs().b, query), headers: await mine() }));
      expect(text.trim().split("\r\n")).toHaveLength(1);
      expect(leaks(text)).toBe(false);
    }
  });

  test.each([
    "figure=everything",
    "figure=messagesIn&days=5",
    "figure=member",
    "figure=member&key=nobody",
    "",
  ])("asked for by %j are refused with what to do", async (query) => {
    const asked = `/api/insight/export?workspace=${slugs().b}&${query.includes("days") ? "" : "days=90&"}${query}`;
    const answer = await ask(exportCore, { path: asked, headers: await mine() });
    expect(answer?.status).toBe(400);
    expect(answer?.text).toMatch(/INVALID/);
  });
});

describe("conversations in files", () => {
  const path = (slug: string, conversation: string, query = "format=text") =>
    `/api/conversations/export?workspace=${slug}&conversation=${conversation}&${query}`;

  test("of A are there for those of its members who may, and for nobody else", async () => {
    const asked = path(slugs().a, state.a.conversationId, "format=json&notes=1");
    const answer = await ask(conversationExportCore, {
      path: asked,
      headers: await state.a.headersOf("supervisor"),
    });
    expect(answer?.headers["content-type"]).toBe("application/json; charset=utf-8");
    let text = "";
    for await (const piece of answer!.body as AsyncIterable<Uint8Array>)
      text += Buffer.from(piece).toString();
    expect(leaks(text)).toBe(true);
    for (const role of ["support", "analyst"] as const) {
      expect(
        await ask(conversationExportCore, { path: asked, headers: await state.a.headersOf(role) }),
      ).toMatchObject({ status: 403 });
    }
    expect(await ask(conversationExportCore, { path: asked, headers: await mine() })).toMatchObject({
      status: 404,
    });
    expect(await ask(conversationExportCore, { path: asked })).toMatchObject({ status: 401 });
  });

  test("of A are not found in B, and nonsense is refused with what to do", async () => {
    const foreign = { path: path(slugs().b, state.a.conversationId), headers: await mine() };
    const answer = await ask(conversationExportCore, foreign);
    expect(answer).toMatchObject({ status: 404 });
    expect(leaks(answer?.text)).toBe(false);
    for (const nonsense of [path(slugs().b, "x"), path(slugs().b, state.b.conversationId, "format=exe")])
      expect(await ask(conversationExportCore, { path: nonsense, headers: await mine() })).toMatchObject({
        status: 400,
      });
  });
});

describe("logos", () => {
  test("are brought to A by nobody of B, nor by nobody, nor taken away there", async () => {
    const before = await getOrganisation({ ctx: state.a.member("owner") });
    for (const method of ["PUT", "DELETE"]) {
      const question = { path: "/api/organisations/logo", method, body: "x" };
      const headers = { ...(await mine()), "x-santral-workspace": slugs().a };
      expect(await ask(logoCore, { ...question, headers })).toMatchObject({ status: 404 });
      const nobody = { "x-santral-workspace": slugs().a };
      expect(await ask(logoCore, { ...question, headers: nobody })).toMatchObject({ status: 401 });
      const admin = await state.a.headersOf("admin");
      expect(await ask(logoCore, { ...question, headers: admin })).toMatchObject({ status: 403 });
      const away = { ...(await state.a.headersOf("owner")), origin: "https://b.example" };
      expect(await ask(logoCore, { ...question, headers: away })).toMatchObject({ status: 403 });
    }
    expect(await getOrganisation({ ctx: state.a.member("owner") })).toEqual(before);
  });

  test("are shown to everybody, and tell nothing but the picture", async () => {
    const readBytes = async () => (await sharp(onePixel).resize(64, 64).png().toBuffer()) as Uint8Array;
    const { logoUrl } = await setLogo({ ctx: state.a.member("owner"), input: { readBytes } });
    const shown = await ask(logoCore, { path: logoUrl! });
    expect(shown).toMatchObject({ status: 200, headers: { "content-type": "image/webp" } });
    const missing = logoUrl!.replace(/org_[0-9a-f]+/, toPublicId("organisation", newId()));
    expect(await ask(logoCore, { path: missing })).toMatchObject({ status: 404 });
  });
});

describe("embeds", () => {
  test("show what was chosen of their own workspace to anybody, and nothing by another's word", async () => {
    const path = new URL(state.b.embedUrl).pathname;
    const answer = await ask(embedCore, { path, headers: { "x-santral-workspace": slugs().a } });
    expect(answer?.status).toBe(200);
    expect(leaks(answer?.text)).toBe(false);
    const guessed = await ask(embedCore, { path: `${path.slice(0, -1)}${path.endsWith("_") ? "A" : "_"}` });
    expect(guessed?.status).toBe(404);
  });
});

describe("the live stream", () => {
  const opened: AbortController[] = [];
  beforeAll(() => state.runtime.live.start());
  afterAll(() => {
    for (const one of opened) one.abort();
  });

  test("of A is not opened to a member of B, or to nobody", async () => {
    const path = `/api/live?workspace=${slugs().a}`;
    expect(await ask(liveCore, { path, headers: await mine() })).toMatchObject({ status: 404 });
    expect(await ask(liveCore, { path })).toMatchObject({ status: 401 });
    expect(await ask(liveCore, { path: "/api/live", headers: await mine() })).toMatchObject({ status: 404 });
  });

  test("of B tells nothing of A", async () => {
    const controller = new AbortController();
    opened.push(controller);
    const answer = await ask(liveCore, {
      path: `/api/live?workspace=${slugs().b}`,
      headers: await mine(),
      signal: controller.signal,
    });
    const stream = (answer!.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    const [theirs, ours] = [newId(), newId()];
    const hint = (workspaceId: string, id: string) => ({
      workspaceId,
      topic: "message/received",
      id,
      version: 1,
    });
    const batch = [hint(state.a.workspace.id, theirs), hint(state.b.workspace.id, ours)];
    await state.runtime.worker.$client`select pg_notify('santral_live', ${JSON.stringify(batch)})`;
    let told = "";
    while (!told.includes(toPublicId("conversation", ours))) {
      const { value, done } = await stream.next();
      if (done) break;
      told += Buffer.from(value).toString("utf8");
    }
    expect(told).toContain(toPublicId("conversation", ours));
    expect(told).not.toContain(toPublicId("conversation", theirs));
    getLiveStreams().endAll("stopping");
  });
});

describe("uploads", () => {
  const upload = async (headers: Record<string, string>) => {
    const response = await handleImportUpload(
      new Request("http://127.0.0.1:3000/api/imports?target=shopOrders&name=benim.csv", {
        method: "POST",
        body: "sipariş no;tarih;müşteri;durum;ürün;fiyat\nBENIM-1;18.11.2026;Ben;kargoda;Masa;10,00",
        headers: { host: "127.0.0.1:3000", ...headers },
      }),
    );
    return { status: response.status, text: await response.text() };
  };

  test("to A are refused to a member of B, to nobody, and from another site; A stays", async () => {
    const before = await standing();
    const theirs = await mine();
    for (const [headers, status] of [
      [{ ...theirs, "x-santral-workspace": slugs().a }, 404],
      [{ "x-santral-workspace": slugs().a }, 401],
      [{ ...theirs, origin: "https://evil.example" }, 403],
      [{ ...theirs, "x-santral-workspace": "" }, 403],
      [await mine("support"), 403],
    ] as const) {
      expect(await upload(headers)).toMatchObject({ status });
    }
    expect(await upload(theirs)).toMatchObject({ status: 200 });
    expect(await standing()).toEqual(before);
  });
});
