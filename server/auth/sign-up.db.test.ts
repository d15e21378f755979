import { describe, expect, test } from "vitest";
import { encodeSessionCookie, LimitReached, resolveSession, sessionCookieName } from "@/server/kernel";
import { useTestRuntime } from "@/server/testing";
import { confirmSignUp } from "./confirm-sign-up";
import { limitMails } from "./internal";
import { readLink } from "./links";
import { requestLink } from "./request-link";
import { signInWithPassword } from "./sign-in-with-password";
import { signUp } from "./sign-up";
import { browserAt, chrome, mailsTo, newestLink } from "./testing";
import { useSignInLink } from "./use-sign-in-link";

const state = useTestRuntime();
const password = "dört kelime yeter bana";
let count = 0;
/** A network that nobody else in these tests sends from. */
function somewhere(): string {
  count += 1;
  return `198.51.100.${count}`;
}

const wish = (address: string, more: object = {}) => ({
  displayName: "Deniz Kaya",
  address,
  password,
  locale: "tr" as const,
  ...more,
});

async function ask(address: string, more: object = {}) {
  const request = browserAt(somewhere());
  return { request, ...(await signUp({ request, input: wish(address, more) })) };
}

async function makePerson(address: string) {
  const { request, browserSecret } = await ask(address);
  const { token } = await newestLink(state.urls.adminUrl, address);
  return { request, ...(await confirmSignUp({ request, input: { token, browserSecret } })) };
}

describe("signing up", () => {
  test("sends a link, makes no person before it is used, and signs in by it once", async () => {
    const { request, browserSecret } = await ask("Ayse@Example.com ", { next: "/invitations/abc" });
    const [mail] = await mailsTo(state.urls.adminUrl, "ayse@example.com");
    expect(mail).toMatchObject({ template: "verify-email", content: { minutes: 60 } });
    await expect(
      signInWithPassword({ request, input: { address: "ayse@example.com", password } }),
    ).rejects.toMatchObject({ code: "ADDRESS_UNVERIFIED" });
    // The link of before is worth nothing any more: another one was sent.
    const { token } = await newestLink(state.urls.adminUrl, "ayse@example.com");
    const entered = await confirmSignUp({ request, input: { token, browserSecret } });
    expect(entered.next).toBe("/invitations/abc");
    const cookie = `${sessionCookieName()}=${await encodeSessionCookie(entered.sessionId)}`;
    expect(await resolveSession(browserAt("198.51.100.7", { cookie }))).toMatchObject({
      personId: entered.personId,
    });
    await expect(confirmSignUp({ request, input: { token, browserSecret } })).rejects.toMatchObject({
      code: "LINK_WORTHLESS",
      data: { state: "used" },
    });
    const again = await signInWithPassword({ request, input: { address: " AYSE@example.com", password } });
    expect(again.personId).toBe(entered.personId);
  });

  test("in another browser the link wants the password, and a stranger's sign-up is not confirmed without it", async () => {
    await ask("kurban@example.com");
    const { token } = await newestLink(state.urls.adminUrl, "kurban@example.com");
    const request = browserAt(somewhere(), { userAgent: chrome });
    const confirm = (more: object) => confirmSignUp({ request, input: { token, ...more } });
    await expect(confirm({})).rejects.toMatchObject({ code: "SIGN_UP_ELSEWHERE" });
    await expect(confirm({ browserSecret: "x".repeat(32) })).rejects.toMatchObject({
      code: "SIGN_UP_ELSEWHERE",
    });
    await expect(confirm({ password: "not the one at all" })).rejects.toMatchObject({
      code: "SIGN_UP_ELSEWHERE",
    });
    expect(await confirm({ password })).toMatchObject({ sessionId: expect.any(String) });
  });

  test("a newer sign-up with the address takes the place of an older one", async () => {
    const first = await ask("iki@example.com");
    const old = await newestLink(state.urls.adminUrl, "iki@example.com");
    const second = await ask("iki@example.com", { password: "bambaşka bir uzun parola" });
    await expect(
      confirmSignUp({
        request: first.request,
        input: { token: old.token, browserSecret: first.browserSecret },
      }),
    ).rejects.toMatchObject({ code: "LINK_WORTHLESS" });
    const { token } = await newestLink(state.urls.adminUrl, "iki@example.com");
    await confirmSignUp({ request: second.request, input: { token, browserSecret: second.browserSecret } });
    await expect(
      signInWithPassword({ request: second.request, input: { address: "iki@example.com", password } }),
    ).rejects.toMatchObject({ code: "SIGN_IN_WRONG" });
  });

  test("with somebody's address looks the same, and sends them a link to sign in", async () => {
    const { personId } = await makePerson("var@example.com");
    expect(await ask("var@example.com", { password: "bambaşka bir uzun parola" })).toMatchObject({
      browserSecret: expect.any(String),
    });
    const { template, token } = await newestLink(state.urls.adminUrl, "var@example.com");
    expect(template).toBe("sign-in-link");
    const entered = await useSignInLink({ request: browserAt(somewhere()), input: { token } });
    expect(entered.personId).toBe(personId);
  });

  test.each([
    ["short", "kısa"],
    ["common", "password1234"],
    ["own", "deniz.kaya@example.com"],
    ["repeat", "abcabcabcabcabc"],
  ])("a password that is %s is refused", async (weakness, weak) => {
    const asked = ask("deniz.kaya@example.com", { password: weak });
    await expect(asked).rejects.toMatchObject({ code: "PASSWORD_WEAK", data: { weakness } });
    expect(await mailsTo(state.urls.adminUrl, "deniz.kaya@example.com")).toEqual([]);
  });

  test("one address gets five mails at once and no more", async () => {
    for (let turn = 0; turn < 5; turn += 1) await ask("dolu@example.com");
    await expect(ask("dolu@example.com")).rejects.toMatchObject({ code: "LIMIT_REACHED" });
  });
});

test.each([
  ["a network", "203.0.113.200", 20],
  ["this machine, behind which everybody may be,", "127.0.0.1", 200],
  ["a private network", "10.1.2.3", 200],
])("%s causes so many mails at once and no more, whatever the addresses", (_label, network, allowed) => {
  const request = browserAt(network);
  for (let turn = 0; turn < allowed; turn += 1) limitMails(`${network}-${turn}@example.com`, request);
  expect(() => limitMails("one-more@example.com", request)).toThrow(LimitReached);
});

describe("a link to sign in", () => {
  test("is good once, for a quarter of an hour", async () => {
    const { personId } = await makePerson("bag@example.com");
    const request = browserAt(somewhere());
    const send = () => requestLink("sign-in", { request, input: { address: "bag@example.com" } });
    await send();
    const first = await newestLink(state.urls.adminUrl, "bag@example.com");
    expect(await useSignInLink({ request, input: first })).toMatchObject({ personId });
    await expect(useSignInLink({ request, input: first })).rejects.toMatchObject({
      data: { state: "used" },
    });
    await send();
    const second = await newestLink(state.urls.adminUrl, "bag@example.com");
    state.clock.advance(15 * 60_000);
    await expect(useSignInLink({ request, input: second })).rejects.toMatchObject({
      data: { state: "expired" },
    });
    expect(await readLink(second.token, "reset")).toEqual({ state: "unknown" });
    expect(await readLink(`${second.token.slice(0, -1)}_`, "sign-in")).toEqual({ state: "unknown" });
    expect(await readLink("no link at all", "sign-in")).toEqual({ state: "unknown" });
  });

  test("used twice at the same moment signs in once", async () => {
    await makePerson("hizli@example.com");
    const request = browserAt(somewhere());
    await requestLink("sign-in", { request, input: { address: "hizli@example.com" } });
    const link = await newestLink(state.urls.adminUrl, "hizli@example.com");
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => useSignInLink({ request, input: link })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("to nobody's address is not sent, and looks the same", async () => {
    const request = browserAt(somewhere());
    await requestLink("sign-in", { request, input: { address: "yok@example.com" } });
    expect(await mailsTo(state.urls.adminUrl, "yok@example.com")).toEqual([]);
  });
});
