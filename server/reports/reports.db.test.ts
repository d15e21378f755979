import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog, dailyFigures, embeds, figureCounts, workspaces } from "@/db/schema";
import type { DoorRequest } from "@/lib/door";
import { type Ctx, inWorkspace, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { createEmbed } from "./create-embed";
import { embedCore } from "./embed-core";
import { listEmbeds } from "./list-embeds";
import { revokeEmbed } from "./revoke-embed";
import { embedWidgets, maxEmbeds, toOrigin } from "./rules";
import type { CreateEmbedInput } from "./schemas";

const state = useTestRuntime();
let made: Awaited<ReturnType<typeof makeWorkspace>>;
let owner: Ctx;

const wanted: CreateEmbedInput = {
  title: "Rakamlarımız <b>&</b>",
  widgets: [...embedWidgets],
  days: 7,
  origins: ["https://ornek.com", "https://www.ornek.com/"],
  lastsDays: 30,
};

beforeEach(async () => {
  made = await makeWorkspace(state.runtime);
  owner = made.member("owner");
  state.clock.set(testStart);
});

let address = 0;

async function look(
  url: string,
  options: { method?: string; remoteAddress?: string; headers?: Record<string, string> } = {},
) {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1:3000");
  const request: DoorRequest = {
    method: options.method ?? "GET",
    path: pathname,
    query: searchParams,
    // Each look from an address of its own, unless a test tells otherwise.
    remoteAddress: options.remoteAddress ?? `203.0.113.${(address++ % 250) + 1}`,
    header: (name) => options.headers?.[name],
    bytes: async () => new Uint8Array(),
    signal: new AbortController().signal,
  };
  const answer = await embedCore(request);
  if (!answer) throw new Error("Not the core's path.");
  return { status: answer.status, headers: answer.headers ?? {}, body: String(answer.body) };
}

/** What was counted today: messages, and what names people. */
const fillFigures = (name: string) =>
  inWorkspace(owner, async (tx) => {
    await tx.insert(dailyFigures).values({
      workspaceId: owner.workspace.id,
      day: "2026-11-20",
      timeZone: "Europe/Istanbul",
      counts: {
        messages: { customer: 41, agent: 30 },
        conversations: { started: 10, resolved: 7 },
        resolved: { assumed: 5, confirmed: 2 },
        turns: { answer: 20, handoff: 3 },
        hours: { "11": 41 },
        languages: { tr: 20, [name]: 2 },
        memberReplies: { [name]: 12 },
        intentAsked: { [name]: 4 },
      },
      spreads: { firstResponse: { values: [2, 4], counts: [9, 1] } },
    });
    await tx.insert(figureCounts).values({
      workspaceId: owner.workspace.id,
      slot: testStart,
      kind: "memberReplies",
      key: name,
      n: 1,
    });
  });

describe("an embed", () => {
  test("shows its figures to whoever has the link, in the language and the light that are asked for", async () => {
    await fillFigures("Ayşe Yılmaz");
    const { url, embed } = await createEmbed({ ctx: owner, input: wanted });
    expect(embed).toMatchObject({
      state: "live",
      lastUsedAt: null,
      origins: ["https://ornek.com", "https://www.ornek.com"],
    });
    const page = await look(`${url}?lang=en&theme=dark`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<html lang="en" dir="ltr" data-theme="dark">');
    expect(page.body).toContain('data-widget="messagesIn"><bdi>41</bdi>');
    expect(page.body).toContain('data-widget="resolved"><bdi>7</bdi>');
    expect(page.body).toContain('data-widget="deflection"><bdi>70%</bdi>');
    expect(page.body).toContain("Messages in");
    const arabic = await look(`${url}?lang=ar&theme=light`);
    expect(arabic.body).toContain('<html lang="ar" dir="rtl" data-theme="light">');
    expect((await look(`${url}?lang=xx&theme=neon`)).body).toContain('<html lang="tr" dir="ltr">');
    const [listed] = await listEmbeds({ ctx: owner });
    expect(listed?.lastUsedAt).toBe(testStart.toISOString());
  });

  test("holds nothing of anybody: neither names, ids, nor what was counted of them; nothing runs in it", async () => {
    await fillFigures("Ayşe Yılmaz");
    const { url } = await createEmbed({ ctx: owner, input: wanted });
    const { body } = await look(url);
    for (const personal of [
      "Ayşe",
      "Yılmaz",
      "Deniz",
      owner.workspace.id,
      owner.workspace.slug,
      made.team[0]!.memberId,
    ]) {
      expect(body).not.toContain(personal);
    }
    expect(body).toContain("Rakamlarımız &lt;b&gt;&amp;&lt;/b&gt;");
    expect(body).not.toMatch(/<script|<img|<link|<form|javascript:| on\w+=| style=/i);
  });

  test("is framed by the sites that its owner has named, and by nobody else", async () => {
    const { url } = await createEmbed({ ctx: owner, input: wanted });
    const { headers } = await look(url);
    expect(headers["content-security-policy"]).toContain(
      "frame-ancestors https://ornek.com https://www.ornek.com",
    );
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
    expect(headers["x-frame-options"]).toBe("");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    const alone = await createEmbed({ ctx: owner, input: { ...wanted, origins: [] } });
    expect((await look(alone.url)).headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  });

  test("that was taken back or has expired says so, where it may be framed", async () => {
    const first = await createEmbed({ ctx: owner, input: wanted });
    const second = await createEmbed({ ctx: owner, input: wanted });
    expect(await revokeEmbed({ ctx: owner, input: { embedId: first.embed.id } })).toMatchObject({
      state: "revoked",
    });
    expect(await revokeEmbed({ ctx: owner, input: { embedId: first.embed.id } })).toMatchObject({
      state: "revoked",
    });
    const revoked = await look(`${first.url}?lang=en`);
    expect(revoked).toMatchObject({ status: 410, body: expect.stringContaining("This link was taken back") });
    expect(revoked.headers["content-security-policy"]).toContain("https://ornek.com");
    expect((await look(second.url)).status).toBe(200);
    state.clock.advance(30 * 86_400_000);
    const expired = await look(`${second.url}?lang=en`);
    expect(expired).toMatchObject({ status: 410, body: expect.stringContaining("This link has expired") });
    expect(expired.body).not.toContain("data-widget");
    const audit = await inWorkspace(owner, (tx) => tx.select().from(auditLog));
    expect(audit.filter(({ action }) => action === "embed.revoke")).toHaveLength(1);
  });

  test("of a deleted workspace shows nothing", async () => {
    const { url } = await createEmbed({ ctx: owner, input: wanted });
    await inWorkspace(owner, (tx) =>
      tx
        .update(workspaces)
        .set({ deletedAt: testStart, eraseAt: testStart })
        .where(eq(workspaces.id, owner.workspace.id)),
    );
    expect((await look(url)).status).toBe(410);
  });

  test("that is guessed shows nothing, and the guesser is held back after some tries, the reader never", async () => {
    const { url } = await createEmbed({ ctx: owner, input: wanted });
    for (const path of ["/embed/", "/embed/x", `/embed/${"a".repeat(32)}`, `${url}x`, `/embed/%00`]) {
      const page = await look(path);
      expect(page.status, path).toBe(404);
      expect(page.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    }
    const guesser = "198.51.100.7";
    const answers = [];
    for (let i = 0; i < 40; i += 1) {
      answers.push(await look(`/embed/${String(i).padStart(32, "g")}`, { remoteAddress: guesser }));
    }
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(30);
    expect(answers.at(-1)).toMatchObject({ status: 429, headers: { "retry-after": expect.any(String) } });
    for (let i = 0; i < 40; i += 1)
      expect((await look(url, { remoteAddress: "198.51.100.8" })).status).toBe(200);
    expect((await look(url, { method: "POST" })).status).toBe(405);
  });

  test("keeps only a hash of its token", async () => {
    const { url } = await createEmbed({ ctx: owner, input: wanted });
    const token = url.split("/").at(-1)!;
    const [row] = await inWorkspace(owner, (tx) => tx.select().from(embeds));
    expect(JSON.stringify(row)).not.toContain(token);
    const audit = await inWorkspace(owner, (tx) => tx.select().from(auditLog));
    expect(audit).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toContain(token);
    expect(JSON.stringify(audit)).not.toContain(row!.tokenHash);
  });

  test("is one of so many", async () => {
    const [first] = await Promise.all(
      Array.from({ length: maxEmbeds }, () => createEmbed({ ctx: owner, input: wanted })),
    );
    await expect(createEmbed({ ctx: owner, input: wanted })).rejects.toMatchObject({ code: "EMBEDS_FULL" });
    await revokeEmbed({ ctx: owner, input: { embedId: first!.embed.id } });
    await createEmbed({ ctx: owner, input: wanted });
  });

  test("of another workspace is not found there", async () => {
    const { embed } = await createEmbed({ ctx: owner, input: wanted });
    const other = (await makeWorkspace(state.runtime)).member("owner");
    await expect(revokeEmbed({ ctx: other, input: { embedId: embed.id } })).rejects.toMatchObject({
      code: "EMBED_NOT_FOUND",
    });
    expect(await listEmbeds({ ctx: other })).toEqual([]);
    const [row] = await inWorkspace(owner, (tx) =>
      tx.select().from(embeds).where(eq(embeds.workspaceId, owner.workspace.id)),
    );
    expect(row?.revokedAt).toBeNull();
  });

  test("is made and taken back by admins only", async () => {
    const { embed } = await createEmbed({ ctx: made.member("admin"), input: wanted });
    for (const role of ["supervisor", "support", "analyst"] as const) {
      const ctx = made.member(role);
      await expect(createEmbed({ ctx, input: wanted })).rejects.toThrow(PermissionDenied);
      await expect(revokeEmbed({ ctx, input: { embedId: embed.id } })).rejects.toThrow(PermissionDenied);
    }
    await expect(listEmbeds({ ctx: made.member("support") })).rejects.toThrow(PermissionDenied);
    expect(await listEmbeds({ ctx: made.member("supervisor") })).toHaveLength(1);
  });
});

describe("a site that may frame", () => {
  test.each([
    ["https://ornek.com", "https://ornek.com"],
    ["ornek.com", "https://ornek.com"],
    [" https://ORNEK.com/ ", "https://ornek.com"],
    ["https://ornek.com:8443", "https://ornek.com:8443"],
    ["http://localhost:5173", "http://localhost:5173"],
    ["http://ornek.com", null],
    ["https://*.ornek.com", null],
    ["*", null],
    ["https://ornek.com/yol", null],
    ["https://ornek.com?a=1", null],
    ["https://ben:sifre@ornek.com", null],
    ["https://ornek.com; script-src *", null],
    ["https://ornek.com https://kotu.example", null],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["", null],
  ])("%j is %j", (typed, origin) => {
    expect(toOrigin(typed)).toBe(origin);
  });
});
