import { beforeAll, describe, expect, test } from "vitest";
import { resolveSession } from "@/server/kernel";
import { useTestRuntime } from "@/server/testing";
import { readClaims } from "./claims";
import { enter } from "./enter";
import { isLinkIntent, sealLinkIntent } from "./link-intent";
import { linkProvider, type ProviderIdentity, signInWithProvider } from "./provider-sign-in";
import { readAccount } from "./read-account";
import { confirmAddress, requestAddress } from "./set-address";
import { browserAt, mailsTo, makePerson, newestLink } from "./testing";
import { unlinkMethod } from "./unlink-method";

const state = useTestRuntime();
const request = browserAt("198.51.100.40");
const person = (address: string) => makePerson(state.urls.adminUrl, address);

const google = (subject: string, provedAddress: string | null): ProviderIdentity => ({
  provider: "google",
  subject,
  name: "Deniz Kaya",
  label: provedAddress ?? subject,
  provedAddress,
});
const signIn = (identity: ProviderIdentity) => signInWithProvider({ request, identity, locale: "tr" });

describe("a provider's account", () => {
  test("makes a person the first time, and is the same one afterwards", async () => {
    const first = await signIn(google("g-1", "yeni@example.com"));
    const account = await readAccount({ session: first });
    expect(account).toMatchObject({
      displayName: "Deniz Kaya",
      address: "yeni@example.com",
      passwordChangedAt: null,
      accounts: [{ provider: "google", label: "yeni@example.com" }],
    });
    expect((await signIn(google("g-1", "moved@example.com"))).personId).toBe(first.personId);
  });

  test("opens nothing by an address that is somebody's; linked by them, it does", async () => {
    const own = await person("benim@example.com");
    const identity = google("g-2", "benim@example.com");
    await expect(signIn(identity)).rejects.toMatchObject({ code: "ADDRESS_TAKEN" });
    await linkProvider({ session: own, request, identity });
    expect((await signIn(identity)).personId).toBe(own.personId);
    expect((await mailsTo(state.urls.adminUrl, "benim@example.com")).at(-1)).toMatchObject({
      template: "security-notice",
      content: { what: "method_linked" },
    });
    // Again changes nothing.
    await linkProvider({ session: own, request, identity });
    expect((await readAccount({ session: own })).accounts).toHaveLength(1);
  });

  test("is nobody else's to link, and a person has one of each provider", async () => {
    const own = await signIn(google("g-3", null));
    const other = await person("oteki@example.com");
    const link = (subject: string) =>
      linkProvider({ session: other, request, identity: google(subject, null) });
    await expect(link("g-3")).rejects.toMatchObject({ code: "ACCOUNT_TAKEN" });
    await link("g-4");
    await expect(link("g-5")).rejects.toMatchObject({ code: "ACCOUNT_TAKEN" });
    expect((await signIn(google("g-3", null))).personId).toBe(own.personId);
  });

  test("that comes twice at the same moment makes one person", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => signIn(google("g-6", "ikiz@example.com"))),
    );
    const entered = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value.personId] : []));
    expect(new Set(entered).size).toBe(1);
    expect((await signIn(google("g-6", "ikiz@example.com"))).personId).toBe(entered[0]);
  });
});

describe("unlinking", () => {
  const unlink = (
    session: { personId: string; sessionId: string },
    method: "google" | "address" | "password",
  ) => unlinkMethod({ session, request, input: { method } });

  test("takes a method away, but never the last; what opens is what is left", async () => {
    const own = await signIn(google("g-7", null));
    await expect(unlink(own, "google")).rejects.toMatchObject({ code: "LAST_METHOD" });
    await requestAddress({ session: own, request, input: { address: "Eklenen@example.com" } });
    const { token } = await newestLink(state.urls.adminUrl, "eklenen@example.com");
    await confirmAddress({ session: own, request, input: { token } });
    expect((await readAccount({ session: own })).removable).toEqual(["address", "google"]);
    await unlink(own, "google");
    await expect(unlink(own, "address")).rejects.toMatchObject({ code: "LAST_METHOD" });
    expect((await readAccount({ session: own })).accounts).toEqual([]);
    // The account is free again: whoever comes by it now is somebody new.
    expect((await signIn(google("g-7", null))).personId).not.toBe(own.personId);
  });

  test("both of two methods at the same moment leaves one", async () => {
    const own = await person("yaris@example.com");
    await linkProvider({ session: own, request, identity: google("g-8", null) });
    const outcomes = await Promise.allSettled([unlink(own, "google"), unlink(own, "address")]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("an address", () => {
  test("is confirmed by whoever asked for it, and by nobody else's session; the old one is told", async () => {
    const own = await person("eski@example.com");
    const other = await person("merakli@example.com");
    await requestAddress({ session: own, request, input: { address: "taze@example.com" } });
    const { token } = await newestLink(state.urls.adminUrl, "taze@example.com");
    await expect(confirmAddress({ session: other, request, input: { token } })).rejects.toMatchObject({
      code: "LINK_WORTHLESS",
    });
    await confirmAddress({ session: own, request, input: { token } });
    expect((await readAccount({ session: own })).address).toBe("taze@example.com");
    expect((await mailsTo(state.urls.adminUrl, "eski@example.com")).at(-1)).toMatchObject({
      content: { what: "email_changed" },
    });
  });

  test("of somebody else is not asked for, and the answer is the same", async () => {
    const own = await person("soran@example.com");
    await person("dolu-adres@example.com");
    const before = (await mailsTo(state.urls.adminUrl, "dolu-adres@example.com")).length;
    await requestAddress({ session: own, request, input: { address: "dolu-adres@example.com" } });
    expect(await mailsTo(state.urls.adminUrl, "dolu-adres@example.com")).toHaveLength(before);
  });

  test("proved by two at once belongs to one", async () => {
    const [one, two] = [await person("biri@example.com"), await person("digeri@example.com")];
    const tokens: string[] = [];
    for (const session of [one, two]) {
      await requestAddress({ session, request, input: { address: "ortak@example.com" } });
      tokens.push((await newestLink(state.urls.adminUrl, "ortak@example.com")).token);
    }
    const outcomes = await Promise.allSettled([
      confirmAddress({ session: one, request, input: { token: tokens[0]! } }),
      confirmAddress({ session: two, request, input: { token: tokens[1]! } }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find((one) => one.status === "rejected")?.reason).toMatchObject({
      code: "ADDRESS_TAKEN",
    });
  });
});

describe("claims", () => {
  test.each([
    [
      "Telegram: the account is `id`, not `sub`",
      "telegram",
      { sub: "s", id: 7_000_000_001, name: "Deniz", preferred_username: "deniz" },
      { subject: "7000000001", label: "@deniz", provedAddress: null },
    ],
    [
      "Google, with an address that it has proved",
      "google",
      { sub: "1", email: "Deniz@Example.com", email_verified: true, name: "Deniz" },
      { subject: "1", label: "Deniz@Example.com", provedAddress: "deniz@example.com" },
    ],
    [
      "Google, with one that it has not",
      "google",
      { sub: "1", email: "deniz@example.com", email_verified: false },
      { provedAddress: null },
    ],
    [
      "Microsoft, whose address anybody may have typed",
      "microsoft",
      { sub: "1", email: "deniz@example.com", email_verified: true, name: "Deniz" },
      { provedAddress: null },
    ],
    [
      "Microsoft, whose tenant has proved its domain",
      "microsoft",
      { sub: "1", email: "deniz@example.com", xms_edov: true },
      { provedAddress: "deniz@example.com" },
    ],
  ] as const)("of %s", (_label, provider, claims, expected) => {
    expect(readClaims(provider, claims)).toMatchObject(expected);
  });

  test("without an account are none", () => {
    expect(readClaims("google", { email: "deniz@example.com", email_verified: true })).toBeNull();
    expect(readClaims("telegram", { sub: "1" })).toBeNull();
  });
});

describe("the wish to link", () => {
  let own: { personId: string; sessionId: string };
  beforeAll(async () => {
    own = await person("istek@example.com");
  });

  test("is good for one session and one provider, until it has an end", async () => {
    const sealed = await sealLinkIntent(own, "google");
    const other = await enter({ personId: own.personId, method: "test", request });
    expect(await resolveSession(request)).toBeNull();
    expect(await isLinkIntent(sealed, own, "google")).toBe(true);
    expect(await isLinkIntent(sealed, own, "telegram")).toBe(false);
    expect(await isLinkIntent(sealed, other, "google")).toBe(false);
    expect(await isLinkIntent(`${sealed}x`, own, "google")).toBe(false);
    expect(await isLinkIntent(undefined, own, "google")).toBe(false);
  });
});
