import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DoorRequest } from "@/lib/door";
import {
  encodeSessionCookie,
  openMemberContext,
  resolveSession,
  sessionCookieName,
  strangeBrowserJob,
} from "@/server/kernel";
import { liveCore } from "@/server/live";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { changePassword } from "./change-password";
import { enter, findFirstPage } from "./enter";
import { listSessions } from "./list-sessions";
import { readAccount } from "./read-account";
import { requestLink } from "./request-link";
import { resetPassword } from "./reset-password";
import { revokeOtherSessions, revokeSession } from "./revoke-session";
import { signInWithPassword } from "./sign-in-with-password";
import { tellStrangeBrowser } from "./tell-strange-browser";
import { browserAt, chrome, firefox, mailsTo, makePerson, newestLink, password } from "./testing";

const state = useTestRuntime({ isServing: true });
let admin: postgres.Sql;
beforeAll(() => {
  admin = postgres(state.urls.adminUrl, { max: 1 });
});
afterAll(() => admin.end());

const cookieOf = async (sessionId: string) =>
  `${sessionCookieName()}=${await encodeSessionCookie(sessionId)}`;
const person = (address: string) => makePerson(state.urls.adminUrl, address);

/** A further browser of the same person. */
async function enterAgain(personId: string, userAgent: string = firefox, network = "198.51.100.20") {
  const request = browserAt(network, { userAgent });
  const { sessionId } = await enter({ personId, method: "test", request });
  const cookie = await cookieOf(sessionId);
  return { sessionId, personId, cookie, request: browserAt(network, { userAgent, cookie }) };
}

describe("a person's sessions", () => {
  test("are listed with what is known of device and place, and nothing more", async () => {
    const { personId, sessionId } = await person("liste@example.com");
    await enterAgain(personId, chrome, "203.0.113.77");
    await enterAgain(personId, "curl/8.5.0", "2001:db8:77:1::5");
    const listed = await listSessions({ session: { personId, sessionId } });
    expect(listed[0]).toMatchObject({
      isCurrent: true,
      browser: "Firefox",
      system: "Linux",
      method: "password",
    });
    expect(listed).toHaveLength(3);
    expect(listed.map(({ network }) => network)).toEqual(
      expect.arrayContaining(["203.0.113.0/24", "2001:db8:77::/48"]),
    );
    expect(listed.find(({ browser }) => browser === "Chrome")).toMatchObject({
      system: "Windows",
      country: null,
    });
    expect(listed.find(({ browser }) => browser === "curl")).toMatchObject({ system: null });
    expect(JSON.stringify(listed)).not.toContain("203.0.113.77");
  });

  test("of this very machine say so, also where Next forwards the peer", async () => {
    const { personId, sessionId } = await person("burada@example.com");
    const here = browserAt("127.0.0.1", { headers: { "x-forwarded-for": "::ffff:127.0.0.1" } });
    await enter({ personId, method: "test", request: here });
    const networks = (await listSessions({ session: { personId, sessionId } })).map(({ network }) => network);
    expect(networks).toContain("local");
  });

  test("end one by one; another person's is not found", async () => {
    const own = await person("bir@example.com");
    const other = await person("baska@example.com");
    const second = await enterAgain(own.personId);
    const [theirs] = await listSessions({ session: other });
    const request = browserAt("198.51.100.1");
    await expect(
      revokeSession({ session: own, request, input: { sessionId: theirs!.id } }),
    ).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
    const mine = (await listSessions({ session: own })).find(({ isCurrent }) => !isCurrent);
    await revokeSession({ session: own, request, input: { sessionId: mine!.id } });
    expect(await resolveSession(second.request)).toBeNull();
    await expect(
      revokeSession({ session: own, request, input: { sessionId: mine!.id } }),
    ).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
    expect((await readAccount({ session: own })).events[0]).toMatchObject({ what: "session-revoked" });
    expect(await listSessions({ session: other })).toHaveLength(1);
  });

  test("end all but this one", async () => {
    const own = await person("hepsi@example.com");
    const others = [await enterAgain(own.personId), await enterAgain(own.personId, chrome)];
    expect(await revokeOtherSessions({ session: own, request: browserAt("198.51.100.1") })).toBe(2);
    for (const { request } of others) expect(await resolveSession(request)).toBeNull();
    expect(await listSessions({ session: own })).toHaveLength(1);
  });

  test("a browser that signs in again leaves its session of before behind", async () => {
    const { personId } = await person("yine@example.com");
    const first = await enterAgain(personId);
    await enter({ personId, method: "test", request: first.request });
    expect(await resolveSession(first.request)).toBeNull();
  });
});

describe("a revoked session", () => {
  test("loses its live stream within two seconds", async () => {
    const team = await makeWorkspace(state.runtime);
    const { personId } = team.team.find(({ role }) => role === "support")!;
    const [here, there] = [await enterAgain(personId), await enterAgain(personId, chrome)];
    const gone = new AbortController();
    const request: DoorRequest = {
      method: "GET",
      path: "/api/live",
      query: new URLSearchParams({ workspace: team.workspace.slug }),
      remoteAddress: "198.51.100.20",
      header: (name) => there.request.header(name),
      bytes: async () => new Uint8Array(),
      signal: gone.signal,
    };
    const answer = await liveCore(request)!;
    expect(answer.status).toBe(200);
    const stream = (answer.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    await stream.next();
    const id = (await listSessions({ session: here })).find(({ isCurrent }) => !isCurrent)!.id;
    const from = performance.now();
    await revokeSession({ session: here, request: here.request, input: { sessionId: id } });
    let told = "";
    for (;;) {
      const { value, done } = await stream.next();
      if (done) break;
      told += Buffer.from(value).toString("utf8");
    }
    expect(told).toContain('"reason":"session_ended"');
    expect(performance.now() - from).toBeLessThan(2_000);
    gone.abort();
  });
});

describe("a session in another browser", () => {
  const phone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1";
  const phoneAsComputer =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15";

  test.each([
    ["an updated browser", firefox, firefox.replaceAll("145", "146")],
    ["an updated system", phone, phone.replace("19_1", "19_2")],
    ["a telephone that asks for the computer's page", phone, phoneAsComputer],
  ])("%s is the same one", async (_label, before, after) => {
    const { personId } = await person(`ayni-${before.length}-${after.length}@example.com`);
    const { cookie } = await enterAgain(personId, before);
    expect(await resolveSession(browserAt("192.0.2.9", { userAgent: after, cookie }))).not.toBeNull();
  });

  test.each([
    ["another browser", chrome],
    ["another system", firefox.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64")],
    ["a program", "curl/8.5.0"],
    ["no name at all", undefined],
  ])("%s is refused, ends it for good, and its person is told by mail", async (label, userAgent) => {
    const address = `calinti-${label.replaceAll(" ", "-")}@example.com`;
    const { personId } = await person(address);
    const own = await enterAgain(personId);
    expect(await resolveSession(browserAt("192.0.2.9", { userAgent, cookie: own.cookie }))).toBeNull();
    expect(await resolveSession(own.request)).toBeNull();
    const [job] = await admin`select subject from later_jobs
      where kind = ${strangeBrowserJob} and subject = ${`${personId}/${own.sessionId}`}`;
    await tellStrangeBrowser({
      workspaceId: "",
      kind: strangeBrowserJob,
      subject: job?.subject,
      attempts: 1,
    });
    expect((await mailsTo(state.urls.adminUrl, address)).at(-1)).toMatchObject({
      template: "security-notice",
      content: { what: "session_stolen", device: "Firefox · Linux" },
    });
    const [row] = await admin`select end_reason from sessions where id = ${own.sessionId}`;
    expect(row?.end_reason).toBe("other_browser");
  });
});

describe("a password", () => {
  const other = "bambaşka bir uzun parola";

  test("is changed by who knows it; the other sessions end and a mail says so", async () => {
    const own = await person("degis@example.com");
    const elsewhere = await enterAgain(own.personId, chrome);
    const request = browserAt("198.51.100.31");
    const change = (current: string, wanted: string) =>
      changePassword({ session: own, request, input: { current, password: wanted } });
    await expect(change("not this", other)).rejects.toMatchObject({ code: "SIGN_IN_WRONG" });
    await expect(change(password, "degis@example.com")).rejects.toMatchObject({ code: "PASSWORD_WEAK" });
    expect(await resolveSession(elsewhere.request)).not.toBeNull();
    await change(password, other);
    expect(await resolveSession(elsewhere.request)).toBeNull();
    expect(await listSessions({ session: own })).toHaveLength(1);
    expect((await mailsTo(state.urls.adminUrl, "degis@example.com")).at(-1)).toMatchObject({
      template: "security-notice",
      content: { what: "password_changed" },
    });
    const signIn = (given: string) =>
      signInWithPassword({ request, input: { address: "degis@example.com", password: given } });
    await expect(signIn(password)).rejects.toMatchObject({ code: "SIGN_IN_WRONG" });
    expect(await signIn(other)).toMatchObject({ personId: own.personId });
  });

  test("is no place to guess at leisure: wrong ones lock like anywhere else", async () => {
    const own = await person("tahmin@example.com");
    const request = browserAt("198.51.100.32");
    const guess = () => changePassword({ session: own, request, input: { current: "no", password: other } });
    for (let turn = 0; turn < 5; turn += 1)
      await expect(guess()).rejects.toMatchObject({ code: "SIGN_IN_WRONG" });
    await expect(guess()).rejects.toMatchObject({ code: "SIGN_IN_LOCKED" });
  });

  test("is reset by a link, once; every session ends, and an older link is worth nothing", async () => {
    const own = await person("sifirla@example.com");
    const elsewhere = await enterAgain(own.personId, chrome);
    const request = browserAt("198.51.100.33");
    const ask = () => requestLink("reset", { request, input: { address: "sifirla@example.com" } });
    await ask();
    const old = await newestLink(state.urls.adminUrl, "sifirla@example.com");
    await ask();
    const link = await newestLink(state.urls.adminUrl, "sifirla@example.com");
    const reset = (token: string, wanted: string) =>
      resetPassword({ request, input: { token, password: wanted } });
    await expect(reset(old.token, other)).rejects.toMatchObject({ data: { state: "used" } });
    await expect(reset(link.token, "sifirla")).rejects.toMatchObject({ code: "PASSWORD_WEAK" });
    const entered = await reset(link.token, other);
    expect(entered.personId).toBe(own.personId);
    expect(await resolveSession(elsewhere.request)).toBeNull();
    expect(await listSessions({ session: entered })).toHaveLength(1);
    await expect(reset(link.token, other)).rejects.toMatchObject({ data: { state: "used" } });
  });

  test("a link to reset has an end", async () => {
    await person("gec@example.com");
    const request = browserAt("198.51.100.34");
    await requestLink("reset", { request, input: { address: "gec@example.com" } });
    const { token } = await newestLink(state.urls.adminUrl, "gec@example.com");
    state.clock.advance(30 * 60_000);
    await expect(resetPassword({ request, input: { token, password: other } })).rejects.toMatchObject({
      code: "LINK_WORTHLESS",
      data: { state: "expired" },
    });
  });
});

describe("after signing in", () => {
  test("a person without a workspace makes one, with one goes there, with several to the last used", async () => {
    const { personId } = await person("nereye@example.com");
    expect(await findFirstPage(personId)).toBe("/start");
    const [one, two] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    for (const { workspace } of [one, two]) {
      await admin`insert into members (workspace_id, id, person_id, role, display_name, created_at)
        values (${workspace.id}, gen_random_uuid(), ${personId}, 'support', 'Deniz', now())`;
      if (workspace === one.workspace)
        expect(await findFirstPage(personId)).toBe(`/w/${one.workspace.slug}/conversations`);
    }
    const own = await enterAgain(personId);
    await openMemberContext({ request: own.request, slug: two.workspace.slug });
    await expect.poll(() => findFirstPage(personId)).toBe(`/w/${two.workspace.slug}/conversations`);
    state.clock.advance(1_000);
    await openMemberContext({ request: own.request, slug: one.workspace.slug });
    await expect.poll(() => findFirstPage(personId)).toBe(`/w/${one.workspace.slug}/conversations`);
  });
});
