import { createHash, randomBytes } from "node:crypto";
import { createLocalJWKSet, jwtVerify } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import type { DoorRequest } from "@/lib/door";
import { oidcDoor } from "./door";
import { LocalOidc } from "./local-oidc";
import { oidcPeople } from "./people";

const origin = "http://127.0.0.1:3000";
const redirectUri = `${origin}/api/auth/callback/google`;
const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");
const basic = { authorization: `Basic ${Buffer.from("santral:sandbox").toString("base64")}` };

let now = 0;
let door: ReturnType<typeof oidcDoor>;
beforeEach(() => {
  now = Date.UTC(2026, 10, 20);
  door = oidcDoor(new LocalOidc(origin, () => now));
});

async function ask(
  path: string,
  options: { form?: Record<string, string>; headers?: Record<string, string> } = {},
) {
  const [pathname = "", search = ""] = path.split("?", 2);
  const request: DoorRequest = {
    method: options.form ? "POST" : "GET",
    path: pathname,
    query: new URLSearchParams(search),
    remoteAddress: "127.0.0.1",
    header: (name) => options.headers?.[name.toLowerCase()],
    bytes: async () => Buffer.from(new URLSearchParams(options.form).toString()),
    signal: new AbortController().signal,
  };
  const answer = await door(request);
  if (!answer) throw new Error(`${path} is not the stand-in's.`);
  const text = String(answer.body);
  return {
    status: answer.status,
    location: answer.headers?.location ?? "",
    body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

const wanted = (more: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: "santral",
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile email",
    state: "the state",
    nonce: "the nonce",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...more,
  }).toString();

/** Goes to a provider as a browser does and comes back with what the callback is given. */
async function comeBack(provider: string, as: string, more: Record<string, string> = {}) {
  const asked = await ask(`/sandbox/oidc/${provider}/auth?${wanted(more)}`);
  const request = new URL(asked.location, origin).searchParams.get("request") ?? "";
  const decided = await ask("/sandbox/oidc/decision", { form: { request, as } });
  return new URL(decided.location).searchParams;
}

const trade = (provider: string, code: string, more: Record<string, string> = {}, headers = basic) =>
  ask(`/sandbox/oidc/${provider}/token`, {
    headers,
    form: {
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...more,
    },
  });

describe.each(["telegram", "google", "microsoft"])("the local %s", (provider) => {
  test("tells where everything is, signs with the key that it shows, and answers with the nonce", async () => {
    const { body: found } = await ask(`/sandbox/oidc/${provider}/.well-known/openid-configuration`);
    expect(found.issuer).toBe(`${origin}/sandbox/oidc/${provider}`);
    expect("userinfo_endpoint" in found).toBe(provider !== "telegram");
    const back = await comeBack(provider, "deniz.kaya@example.com");
    expect(back.get("state")).toBe("the state");
    expect(back.get("iss")).toBe(found.issuer);
    const { status, body: tokens } = await trade(provider, back.get("code")!);
    expect(status).toBe(200);
    const { body: keys } = await ask(new URL(String(found.jwks_uri)).pathname);
    const { payload } = await jwtVerify(String(tokens.id_token), createLocalJWKSet(keys as never), {
      issuer: String(found.issuer),
      audience: "santral",
    });
    expect(payload).toMatchObject({ nonce: "the nonce", name: "Deniz Kaya" });
    if (provider === "telegram") expect(payload).toMatchObject({ id: expect.any(Number) });
    else expect(payload.email).toBe("deniz.kaya@example.com");
    const userinfo = await ask(`/sandbox/oidc/${provider}/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(userinfo.status).toBe(provider === "telegram" ? 401 : 200);
  });
});

describe("a code", () => {
  test("is good once", async () => {
    const code = (await comeBack("google", oidcPeople[0]!.address)).get("code")!;
    expect((await trade("google", code)).status).toBe(200);
    expect((await trade("google", code)).body).toMatchObject({ error: "invalid_grant" });
  });

  test.each([
    ["with another verifier", "google", { code_verifier: randomBytes(32).toString("base64url") }],
    ["for another address", "google", { redirect_uri: `${origin}/api/auth/callback/telegram` }],
    ["at another provider", "telegram", {}],
  ])("is not good %s", async (_label, provider, more) => {
    const code = (await comeBack("google", oidcPeople[0]!.address)).get("code")!;
    expect(await trade(provider, code, more)).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
  });

  test("has an end, and wants the client's secret", async () => {
    const code = (await comeBack("google", oidcPeople[0]!.address)).get("code")!;
    const wrong = { authorization: `Basic ${Buffer.from("santral:guess").toString("base64")}` };
    expect((await trade("google", code, {}, wrong)).status).toBe(401);
    now += 60_001;
    expect((await trade("google", code)).body).toMatchObject({ error: "invalid_grant" });
  });
});

describe("a question", () => {
  test.each([
    ["another client", { client_id: "other" }, "invalid_client"],
    [
      "an address elsewhere",
      { redirect_uri: "https://evil.example/api/auth/callback/google" },
      "invalid_request",
    ],
    ["no code_challenge", { code_challenge: "" }, "invalid_request"],
    ["a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
    ["no openid", { scope: "profile" }, "invalid_request"],
    ["another flow", { response_type: "token" }, "invalid_request"],
  ])("of %s is refused here and leads nowhere", async (_label, more, error) => {
    const answer = await ask(`/sandbox/oidc/google/auth?${wanted(more)}`);
    expect(answer).toMatchObject({ location: "", body: { error } });
  });

  test("that is refused comes back as such; one that is too old is no more", async () => {
    expect((await comeBack("google", "nobody")).get("error")).toBe("access_denied");
    const asked = await ask(`/sandbox/oidc/google/auth?${wanted()}`);
    const request = new URL(asked.location, origin).searchParams.get("request")!;
    now += 600_001;
    expect((await ask("/sandbox/oidc/decision", { form: { request, as: "nobody" } })).status).toBe(400);
  });

  test("is answered by somebody new, who is the same one the next time", async () => {
    const subjects = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const asked = await ask(`/sandbox/oidc/google/auth?${wanted()}`);
      const request = new URL(asked.location, origin).searchParams.get("request")!;
      const form = { request, name: "Yeni Biri", address: "Yeni@Example.com" };
      const back = new URL((await ask("/sandbox/oidc/decision", { form })).location);
      const { body } = await trade("google", back.searchParams.get("code")!);
      subjects.push(
        JSON.parse(Buffer.from(String(body.id_token).split(".")[1]!, "base64url").toString()).sub,
      );
    }
    expect(subjects[0]).toBe(subjects[1]);
  });
});
