import { createCipheriv, hkdfSync } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { fromPublicId, publicId, toPublicId } from "@/lib/public-id";
import { fixedClock } from "./clock";
import type { Actor } from "./context";
import { decrypt, encrypt, isSameSecret, keyedHash, keyIdOf, SecretKeyUnknown } from "./crypto";
import { readEnv } from "./env";
import { DomainError, isDatabaseAway, isDataError, LimitReached, NotSignedIn } from "./errors";
import { newId } from "./ids";
import { Limits } from "./limits";
import { describeError } from "./logger";
import { isAllowed, policy, type Verb } from "./policy";

const secret = Buffer.alloc(32, 7);

const only = (one: Buffer) => ({ secret: one, previousSecrets: [] });

/** As values were written before a secret had an id of its own. */
function encryptAsBefore(value: string, context: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "santral", "encrypt:k1", 32));
  const nonce = Buffer.alloc(12, 1);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const text = Buffer.concat([cipher.update(value), cipher.final()]);
  return ["k1", ...[nonce, text, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

describe("encrypt", () => {
  test("a value comes back only under the same secret and for the same place", () => {
    const sealed = encrypt(secret, "123:token", "channel:1:token");
    expect(sealed.startsWith(`${keyIdOf(secret)}.`)).toBe(true);
    expect(sealed).not.toContain("token");
    expect(decrypt(only(secret), sealed, "channel:1:token")).toBe("123:token");
    expect(() => decrypt(only(secret), sealed, "channel:2:token")).toThrow();
    expect(() => decrypt(only(Buffer.alloc(32, 8)), sealed, "channel:1:token")).toThrow();
    const changed = `${sealed.slice(0, -3)}${sealed.at(-3) === "A" ? "B" : "A"}${sealed.slice(-2)}`;
    expect(() => decrypt(only(secret), changed, "channel:1:token")).toThrow();
  });

  test("with two keys alive, what either of them encrypted is read", () => {
    const next = { secret: Buffer.alloc(32, 9), previousSecrets: [Buffer.alloc(32, 8), secret] };
    for (const sealed of [
      encrypt(secret, "123:token", "channel:1:token"),
      encrypt(next.secret, "123:token", "channel:1:token"),
      encryptAsBefore("123:token", "channel:1:token"),
    ]) {
      expect(decrypt(next, sealed, "channel:1:token")).toBe("123:token");
      expect(() => decrypt(next, sealed, "channel:2:token")).toThrow();
    }
  });

  test("an unknown key is named, with what to do", () => {
    const sealed = encrypt(secret, "123:token", "channel:1:token");
    const read = () => decrypt(only(Buffer.alloc(32, 9)), sealed, "channel:1:token");
    expect(read).toThrow(SecretKeyUnknown);
    expect(read).toThrow(keyIdOf(secret));
    expect(read).toThrow(/SANTRAL_SECRET_PREVIOUS.*connect it anew/);
    const old = encryptAsBefore("123:token", "channel:1:token");
    expect(() => decrypt(only(Buffer.alloc(32, 9)), old, "channel:1:token")).toThrow(SecretKeyUnknown);
  });

  test.each(["", "k1", "k1..", "nonsense", "k1.a.b.c.d"])("%j is no encrypted value", (value) => {
    expect(() => decrypt(only(secret), value, "channel:1:token")).toThrow();
  });

  test("hashes of personal values compare equal and need the key", () => {
    expect(keyedHash(secret, "ayse")).toBe(keyedHash(secret, "ayse"));
    expect(keyedHash(secret, "ayse")).not.toBe(keyedHash(Buffer.alloc(32, 8), "ayse"));
  });

  test.each([
    ["equal", "abc", "abc", true],
    ["different", "abc", "abd", false],
    ["shorter", "ab", "abc", false],
    ["empty", "", "abc", false],
  ])("isSameSecret: %s", (_label, given, expected, same) => {
    expect(isSameSecret(given, expected)).toBe(same);
  });
});

describe("public ids", () => {
  test("carry their kind and come back", () => {
    const id = newId();
    expect(fromPublicId("conversation", toPublicId("conversation", id))).toBe(id);
    expect(publicId("conversation").parse(toPublicId("conversation", id))).toBe(id);
    expect(publicId("conversation").parse(id)).toBe(id);
  });

  test.each([
    "",
    "cnv_",
    "msg_0190f0f0f0f07000800000000000000a",
    "cnv_' or 1=1",
    "cnv_0190F0F0F0F07000800000000000000A",
  ])("refuses %j", (value) => {
    expect(publicId("conversation").safeParse(value).success).toBe(false);
  });
});

describe("readEnv", () => {
  const base = {
    DATABASE_URL: "postgres://a",
    DATABASE_WORKER_URL: "postgres://b",
    DATA_DIR: "/d",
    SANTRAL_SECRET: secret.toString("base64"),
  };

  test.each([
    ["nothing set", {}, true],
    ["APP_URL set", { APP_URL: "https://santral.example" }, false],
    ["off", { SANDBOX: "off" }, false],
    ["public", { SANDBOX: "public" }, true],
  ])("the sandbox with %s", (_label, extra, isSandboxOn) => {
    expect(readEnv({ ...base, ...extra }).isSandboxOn).toBe(isSandboxOn);
  });

  test("each missing thing is one sentence that says what to set", () => {
    expect(() => readEnv({})).toThrow(
      /DATABASE_URL[^\n]*\n[^\n]*DATABASE_WORKER_URL[^\n]*\n[^\n]*DATA_DIR[^\n]*\n[^\n]*SANTRAL_SECRET/,
    );
    expect(() => readEnv({ ...base, SANTRAL_SECRET: "c2hvcnQ=" })).toThrow(/32 random bytes/);
    expect(() => readEnv({ ...base, APP_URL: "santral" })).toThrow(/public address/);
    expect(() => readEnv({ ...base, GOOGLE_CLIENT_ID: "id" })).toThrow(
      /GOOGLE_CLIENT_SECRET belong together/,
    );
  });

  test("the marks of free space: in megabytes, none where nothing is said, and the low one is no lower", () => {
    expect(readEnv(base).storage).toEqual({});
    expect(readEnv({ ...base, STORAGE_STOP_MB: "500", STORAGE_LOW_MB: "2000" }).storage).toEqual({
      stopBytes: 500_000_000,
      lowBytes: 2_000_000_000,
    });
    for (const wrong of ["", "0", "viel"])
      expect(() => readEnv({ ...base, STORAGE_STOP_MB: wrong })).toThrow(/STORAGE_STOP_MB/);
    expect(() => readEnv({ ...base, STORAGE_STOP_MB: "500", STORAGE_LOW_MB: "400" })).toThrow(
      /STORAGE_LOW_MB must not be below/,
    );
  });

  test("proxies whose word counts: those that are named, none, or the usual ones; a name is refused", () => {
    const proxiesOf = (value?: string) =>
      readEnv({ ...base, ...(value !== undefined && { TRUSTED_PROXIES: value }) }).trustedProxies;
    expect(proxiesOf()).toBeUndefined();
    expect(proxiesOf("")).toBeUndefined();
    expect(proxiesOf("none")?.isTrusted("127.0.0.1")).toBe(false);
    const named = proxiesOf("127.0.0.1, 192.0.2.0/24");
    expect(["127.0.0.1", "192.0.2.7", "10.0.0.1"].map((one) => named?.isTrusted(one))).toEqual([
      true,
      true,
      false,
    ]);
    expect(() => proxiesOf("nginx")).toThrow(/TRUSTED_PROXIES must be addresses/);
  });

  test("providers of sign-ins: the local ones in the sandbox, beyond it those that are set", () => {
    const own = { GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret" };
    const google = { issuer: "https://accounts.google.com", clientId: "id", clientSecret: "secret" };
    expect(readEnv({ ...base, PORT: "3100", ...own }).signInProviders).toEqual({
      google,
      telegram: {
        issuer: "http://127.0.0.1:3100/sandbox/oidc/telegram",
        clientId: "santral",
        clientSecret: "sandbox",
      },
      microsoft: expect.objectContaining({ issuer: "http://127.0.0.1:3100/sandbox/oidc/microsoft" }),
    });
    const outside = readEnv({ ...base, APP_URL: "https://santral.example", ...own });
    expect(outside.signInProviders).toEqual({ google, telegram: null, microsoft: null });
  });
});

test("an error that another bundle's copy of the kernel throws is known for what it is", async () => {
  vi.resetModules();
  const other = await import("./errors");
  expect(other.LimitReached).not.toBe(LimitReached);
  const [limit, away] = [new other.LimitReached("mails", 5), new other.NotSignedIn()];
  expect([limit instanceof LimitReached, limit instanceof DomainError]).toEqual([true, true]);
  expect([away instanceof LimitReached, away instanceof DomainError]).toEqual([false, true]);
  expect([away instanceof NotSignedIn, new NotSignedIn() instanceof NotSignedIn]).toEqual([false, true]);
  expect(new Error("LIMIT_REACHED") instanceof DomainError).toBe(false);
});

describe("Limits", () => {
  test("a burst, then the rate; the refusal says when", () => {
    const clock = fixedClock("2026-11-20T09:00:00Z");
    const limits = new Limits(clock);
    const take = () => limits.take("things", "a", { capacity: 2, perSecond: 0.5 });
    take();
    take();
    expect(take).toThrow(LimitReached);
    expect(take).toThrow(/Try again in 2 s/);
    limits.take("things", "b", { capacity: 2, perSecond: 0.5 });
    clock.advance(2_000);
    take();
    expect(take).toThrow(LimitReached);
  });

  test("turns are booked one after another, and a holder keeps its own", () => {
    const clock = fixedClock("2026-11-20T09:00:00Z");
    const limits = new Limits(clock);
    const wait = (holder: string) =>
      limits.book("things", "a", { capacity: 1, perSecond: 2 }, holder).getTime() - clock.now().getTime();
    expect([wait("first"), wait("second"), wait("third"), wait("second")]).toEqual([0, 500, 1_000, 500]);
    clock.advance(500);
    expect([wait("second"), wait("fourth")]).toEqual([0, 1_000]);
  });

  test("a clock that jumps back does not lock anybody out", () => {
    const clock = fixedClock("2026-11-20T09:00:00Z");
    const limits = new Limits(clock);
    limits.take("things", "a", { capacity: 1, perSecond: 1 });
    clock.advance(-3_600_000);
    expect(() => limits.take("things", "a", { capacity: 1, perSecond: 1 })).toThrow(/in 1 s/);
    clock.advance(1_000);
    limits.take("things", "a", { capacity: 1, perSecond: 1 });
  });
});

describe("errors of the database", () => {
  const failed = (code: string) =>
    new Error("Failed query", { cause: Object.assign(new Error("x"), { code }) });
  test.each([
    ["22P05", true, false],
    ["23505", true, false],
    ["21000", true, false],
    ["54000", true, false],
    ["P0003", true, false],
    ["P0001", false, false],
    ["57P01", false, true],
    ["57014", false, false],
    ["08006", false, true],
    ["53300", false, true],
    ["ECONNREFUSED", false, true],
    ["CONNECTION_ENDED", false, true],
    ["42501", false, false],
    ["40P01", false, false],
  ])("%s: data error %s, away %s", (code, isData, isAway) => {
    expect([isDataError(failed(code)), isDatabaseAway(failed(code))]).toEqual([isData, isAway]);
  });
});

describe("the log", () => {
  test("an error keeps its cause and loses tokens, logins and bound values", () => {
    const token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
    const error = new Error(`Failed query: select 1\nparams: +905321234567,kargom nerede`, {
      cause: new Error(`https://api.telegram.org/bot${token}/sendMessage and postgres://u:secret@host/db`),
    });
    const text = JSON.stringify(describeError(error));
    expect(text).not.toMatch(/AAHdq|secret@|5321234567|kargom/);
    expect(text).toContain("sendMessage");
  });

  test("hides who mail goes to, and the links in it", () => {
    const link = "https://santral.example/sign-in/link/3q2x7FhPq81LmN0a";
    const error = new Error(`550 5.1.1 <ayşe.k+1@çiçek.example>: unknown; ${link}`, {
      cause: new Error("smtp://santral:gizli@smtp.example:587 and /unsubscribe/k1abc.Zm9v.YmFy.cXV4"),
    });
    const text = JSON.stringify(describeError(error));
    expect(text).not.toMatch(/ayşe|çiçek|3q2x7|gizli|Zm9v/);
    expect(text).toContain("550 5.1.1 <[address]>");
    expect(text).toContain("smtp.example:587");
  });
});

describe("the policy", () => {
  const actor = (role: "owner" | "admin" | "supervisor" | "support" | "analyst"): Actor => ({
    kind: "member",
    memberId: "m",
    personId: "p",
    role,
    displayName: "d",
  });
  test.each<[Verb, string]>([
    ["member.remove", "owner admin"],
    ["channel.connect", "owner admin"],
    ["faq.update", "owner admin supervisor"],
    ["conversation.reply", "owner admin supervisor support"],
    ["figures.read", "owner admin supervisor support analyst"],
  ])("%s: %s", (verb, roles) => {
    const may = (["owner", "admin", "supervisor", "support", "analyst"] as const).filter((role) =>
      isAllowed(actor(role), verb),
    );
    expect(may.join(" ")).toBe(roles);
  });

  test("an owner may do whatever any member may", () => {
    for (const verb of Object.keys(policy) as Verb[]) {
      const someone = (["admin", "supervisor", "support", "analyst"] as const).some((role) =>
        isAllowed(actor(role), verb),
      );
      if (someone) expect(isAllowed(actor("owner"), verb), verb).toBe(true);
    }
  });

  test("a customer and an API key without scopes may do nothing", () => {
    const strangers: Actor[] = [
      { kind: "customer", customerId: "c" },
      { kind: "apiKey", keyId: "k", scopes: [] },
    ];
    for (const verb of Object.keys(policy) as Verb[])
      for (const stranger of strangers) expect(isAllowed(stranger, verb)).toBe(false);
  });

  test("a webhook brings what a customer says of a conversation, and may do nothing else", () => {
    const verbs = (Object.keys(policy) as Verb[]).filter((verb) =>
      isAllowed({ kind: "webhook", channelId: "c" }, verb),
    );
    expect(verbs).toEqual(["rating.give"]);
  });
});
