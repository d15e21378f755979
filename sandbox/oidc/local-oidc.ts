import { createHash, randomBytes } from "node:crypto";
import { claimsOf, type OidcPerson, type OidcProvider } from "./people";

/** Someone is being asked whether they want to sign in. */
export type AuthorizationRequest = {
  id: string;
  provider: OidcProvider;
  redirectUri: string;
  state: string | null;
  nonce: string | null;
  scope: string;
  challenge: string;
  expiresAt: number;
};

type Code = { request: AuthorizationRequest; person: OidcPerson; expiresAt: number };
type Access = { provider: OidcProvider; person: OidcPerson; expiresAt: number };
type Key = {
  kid: string;
  jwk: object;
  sign(claims: object, issuer: string, audience: string): Promise<string>;
};

/** The error of a request, in the protocol's own words. */
export class OidcError extends Error {
  constructor(
    readonly code: "invalid_request" | "invalid_client" | "invalid_grant" | "unsupported_grant_type",
    message: string,
  ) {
    super(message);
  }
}

const requestMs = 600_000;
const codeMs = 60_000;
const accessMs = 3_600_000;
/** Nobody asks for more at once on one machine; the oldest go first. */
const most = 1_000;

/** The client that the product is known as at every stand-in. */
export const localClient = { id: "santral", secret: "sandbox" } as const;

/** The three providers' state: what is asked, what was granted, and the key that signs. All of it ends with the process. */
export class LocalOidc {
  readonly #requests = new Map<string, AuthorizationRequest>();
  readonly #codes = new Map<string, Code>();
  readonly #access = new Map<string, Access>();
  #key: Promise<Key> | undefined;

  constructor(
    private readonly origin: string,
    private readonly now: () => number,
  ) {}

  issuerOf(provider: OidcProvider): string {
    return `${this.origin}/sandbox/oidc/${provider}`;
  }

  /** @throws OidcError the request cannot be answered to whoever made it */
  ask(provider: OidcProvider, query: URLSearchParams): AuthorizationRequest {
    const redirectUri = query.get("redirect_uri") ?? "";
    if (query.get("client_id") !== localClient.id) throw new OidcError("invalid_client", "No such client.");
    if (!this.#isOwn(redirectUri)) {
      throw new OidcError("invalid_request", "redirect_uri must be an address of this product.");
    }
    if (query.get("response_type") !== "code") {
      throw new OidcError("invalid_request", "response_type must be code.");
    }
    const scope = query.get("scope") ?? "";
    if (!scope.split(" ").includes("openid")) throw new OidcError("invalid_request", "scope lacks openid.");
    const challenge = query.get("code_challenge") ?? "";
    if (query.get("code_challenge_method") !== "S256" || challenge.length !== 43) {
      throw new OidcError("invalid_request", "A code_challenge by S256 is wanted.");
    }
    const request = {
      id: secret(),
      provider,
      redirectUri,
      state: query.get("state"),
      nonce: query.get("nonce"),
      scope,
      challenge,
      expiresAt: this.now() + requestMs,
    };
    keep(this.#requests, request.id, request);
    return request;
  }

  findRequest(id: string): AuthorizationRequest | null {
    const request = this.#requests.get(id);
    return request && request.expiresAt > this.now() ? request : null;
  }

  /** The address that the browser goes back to: with a code, or with the refusal. */
  decide(id: string, person: OidcPerson | null): string {
    const request = this.findRequest(id);
    if (!request) throw new OidcError("invalid_request", "That question is too old. Start again.");
    this.#requests.delete(id);
    const back = new URL(request.redirectUri);
    if (request.state !== null) back.searchParams.set("state", request.state);
    if (person) {
      const code = secret();
      keep(this.#codes, code, { request, person, expiresAt: this.now() + codeMs });
      back.searchParams.set("code", code);
    } else {
      back.searchParams.set("error", "access_denied");
    }
    back.searchParams.set("iss", this.issuerOf(request.provider));
    return back.href;
  }

  /** Trades a code for tokens, once. @throws OidcError */
  async trade(provider: OidcProvider, form: URLSearchParams, client: { id: string; secret: string }) {
    if (client.id !== localClient.id || client.secret !== localClient.secret) {
      throw new OidcError("invalid_client", "The client is not known by that secret.");
    }
    if (form.get("grant_type") !== "authorization_code") {
      throw new OidcError("unsupported_grant_type", "Only authorization_code.");
    }
    const code = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isGood =
      code !== undefined &&
      code.expiresAt > this.now() &&
      code.request.provider === provider &&
      code.request.redirectUri === form.get("redirect_uri") &&
      code.request.challenge === challenge;
    if (!isGood) throw new OidcError("invalid_grant", "The code is not good (any more), or not for this.");
    const { request, person } = code;
    const accessToken = secret();
    keep(this.#access, accessToken, { provider, person, expiresAt: this.now() + accessMs });
    const { sign } = await this.#getKey();
    const claims = { ...claimsOf(provider, person), ...(request.nonce !== null && { nonce: request.nonce }) };
    return {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: accessMs / 1_000,
      scope: request.scope,
      id_token: await sign(claims, this.issuerOf(provider), localClient.id),
    };
  }

  userinfo(provider: OidcProvider, token: string): Record<string, unknown> | null {
    const access = this.#access.get(token);
    if (!access || access.provider !== provider || access.expiresAt <= this.now()) return null;
    return claimsOf(provider, access.person);
  }

  async keys(): Promise<{ keys: object[] }> {
    return { keys: [(await this.#getKey()).jwk] };
  }

  #isOwn(address: string): boolean {
    if (!URL.canParse(address)) return false;
    const { origin, pathname } = new URL(address);
    const own = new URL(this.origin);
    return (
      [own.origin, `http://localhost:${own.port}`].includes(origin) &&
      pathname.startsWith("/api/auth/callback/")
    );
  }

  /** Made on the first sign-in: until then neither the library nor a key costs the start anything. */
  #getKey(): Promise<Key> {
    this.#key ??= (async () => {
      const { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } = await import("jose");
      const { publicKey, privateKey } = await generateKeyPair("RS256");
      const bare = await exportJWK(publicKey);
      const kid = await calculateJwkThumbprint(bare);
      return {
        kid,
        jwk: { ...bare, kid, use: "sig", alg: "RS256" },
        sign: (claims, issuer, audience) =>
          new SignJWT({ ...claims })
            .setProtectedHeader({ alg: "RS256", kid, typ: "JWT" })
            .setIssuer(issuer)
            .setAudience(audience)
            .setIssuedAt()
            .setExpirationTime("1h")
            .sign(privateKey),
      };
    })();
    return this.#key;
  }
}

const secret = () => randomBytes(24).toString("base64url");

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value as string);
}
