import { createECDH } from "node:crypto";
import { encryptNotification } from "@block65/webcrypto-web-push";
import { importJWK, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/start";

const makeSender = () => {
  const pair = createECDH("prime256v1");
  return { publicKey: pair.generateKeys("base64url"), privateKey: pair.getPrivateKey("base64url") };
};
const { publicKey, privateKey } = makeSender();
const vapid = { subject: "mailto:us@santral.example", publicKey, privateKey };
let running: TestSandbox;
beforeAll(async () => {
  running = await startTestSandbox();
});
afterAll(() => running.close());

const subscribe = () => ({
  ...running.sandbox.push.subscribe({ applicationServerKey: publicKey }),
  expirationTime: null,
});
type Built = { headers: Record<string, string>; body: Uint8Array<ArrayBuffer> };

/** As a sender makes it, from the libraries and the RFCs. */
async function build(to: ReturnType<typeof subscribe>, from = vapid, hours = 12): Promise<Built> {
  const point = Buffer.from(from.publicKey, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const key = await importJWK({ kty: "EC", crv: "P-256", x: x!, y: y!, d: from.privateKey }, "ES256");
  const token = await new SignJWT()
    .setProtectedHeader({ typ: "JWT", alg: "ES256" })
    .setAudience(new URL(to.endpoint).origin)
    .setSubject(from.subject)
    .setExpirationTime(`${hours}h`)
    .sign(key);
  return {
    headers: {
      authorization: `vapid t=${token}, k=${from.publicKey}`,
      ...{ "content-encoding": "aes128gcm", ttl: "60", topic: "one", urgency: "high" },
    },
    body: await encryptNotification(to, new TextEncoder().encode(JSON.stringify({ title: "Merhaba ğ" }))),
  };
}
const post = (endpoint: string, { headers, body }: Built, changes: Record<string, string | null> = {}) =>
  fetch(endpoint, {
    method: "POST",
    headers: Object.fromEntries(
      Object.entries({ ...headers, ...changes }).filter(
        (entry): entry is [string, string] => entry[1] !== null,
      ),
    ),
    body,
  });

describe("the local push service", () => {
  test("opens what was encrypted for it, and shows one of a topic", async () => {
    const to = subscribe();
    for (let i = 0; i < 2; i += 1) {
      const answer = await post(to.endpoint, await build(to));
      expect(answer.status).toBe(201);
      expect(answer.headers.get("location")).toMatch(/^http/);
    }
    expect(running.sandbox.push.messages(to.endpoint)).toEqual([
      { text: JSON.stringify({ title: "Merhaba ğ" }), ttlS: 60, urgency: "high", topic: "one" },
    ]);
  });

  test.each([
    ["without a time to live", { ttl: null }, 400],
    ["a topic too long", { topic: "x".repeat(33) }, 400],
    ["an urgency of its own", { urgency: "now" }, 400],
    ["another encoding", { "content-encoding": "aesgcm" }, 415],
    ["no sender", { authorization: null }, 401],
    ["a token that was altered", { authorization: `vapid t=a.b.c, k=${publicKey}` }, 403],
  ])("refuses %s", async (_label, changes, status) => {
    const to = subscribe();
    expect((await post(to.endpoint, await build(to), changes)).status).toBe(status);
    expect(running.sandbox.push.messages(to.endpoint)).toEqual([]);
  });

  test("refuses another sender, another's message, an odd subject and a body too large", async () => {
    const [to, other] = [subscribe(), subscribe()];
    const from = { ...vapid, ...makeSender() };
    expect((await post(to.endpoint, await build(to, from))).status).toBe(403);
    expect((await post(to.endpoint, await build(to, { ...vapid, subject: "us" }))).status).toBe(403);
    expect((await post(to.endpoint, await build(to, vapid, 25))).status).toBe(403);
    expect((await post(to.endpoint, await build(other))).status).toBe(400);
    const large = { ...(await build(to)), body: new Uint8Array(5_000) };
    expect((await post(to.endpoint, large)).status).toBe(413);
  });

  test("says that a subscription has ended, or was never there", async () => {
    const to = subscribe();
    running.sandbox.push.expire(to.endpoint);
    expect((await post(to.endpoint, await build(to))).status).toBe(410);
    expect((await post(`${to.endpoint}x`, await build(to))).status).toBe(404);
  });
});
