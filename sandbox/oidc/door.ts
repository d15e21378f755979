import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { type LocalOidc, OidcError } from "./local-oidc";
import { isOidcProvider, type OidcProvider, oidcPeople } from "./people";

const largestFormBytes = 64_000;
const redirect = (location: string): DoorResponse => ({
  status: 303,
  headers: { location, "cache-control": "no-store" },
  body: "",
});

/**
 * The stand-in for the providers of sign-ins: OpenID Connect over HTTP under `/sandbox/oidc/<provider>`, one issuer
 * each. Whoever is asked decides on the page `/sandbox/oidc`.
 */
export function oidcDoor(oidc: LocalOidc): DoorCore {
  return (request) => {
    const [, place, endpoint] = /^\/sandbox\/oidc\/([^/]+)(?:\/(.+))?$/.exec(request.path) ?? [];
    if (!place) return null;
    if (place === "decision") return guarded(() => decide(oidc, request));
    if (!isOidcProvider(place)) return Promise.resolve(json(404, { error: "No such provider." }));
    return guarded(() => answer(oidc, place, endpoint ?? "", request));
  };
}

async function guarded(work: () => Promise<DoorResponse>): Promise<DoorResponse> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OidcError)) throw error;
    const status = error.code === "invalid_client" ? 401 : 400;
    return json(
      status,
      { error: error.code, error_description: error.message },
      { "cache-control": "no-store" },
    );
  }
}

async function answer(
  oidc: LocalOidc,
  provider: OidcProvider,
  endpoint: string,
  request: DoorRequest,
): Promise<DoorResponse> {
  const asked = `${request.method} ${endpoint}`;
  switch (asked) {
    case "GET .well-known/openid-configuration":
      return json(200, discovery(oidc.issuerOf(provider), provider));
    case "GET .well-known/jwks.json":
      return json(200, await oidc.keys());
    case "GET auth":
      return redirect(`/sandbox/oidc?request=${oidc.ask(provider, request.query).id}`);
    case "POST token": {
      const form = await readForm(request);
      const tokens = await oidc.trade(provider, form, clientOf(request, form));
      return json(200, tokens, { "cache-control": "no-store" });
    }
    case "GET userinfo":
    case "POST userinfo": {
      const token = /^Bearer (.+)$/i.exec(request.header("authorization") ?? "")?.[1];
      const claims = provider !== "telegram" && token ? oidc.userinfo(provider, token) : null;
      return claims
        ? json(200, claims)
        : json(401, { error: "invalid_token" }, { "www-authenticate": "Bearer" });
    }
    default:
      return json(404, { error: "No such endpoint." });
  }
}

/** Telegram has no userinfo endpoint; all that it tells stands in the id token. */
function discovery(issuer: string, provider: OidcProvider): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    ...(provider !== "telegram" && { userinfo_endpoint: `${issuer}/userinfo` }),
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: [
      "openid",
      "profile",
      ...(provider === "telegram" ? ["phone", "telegram:bot_access"] : ["email"]),
    ],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
  };
}

/** What the person at the page has decided: who they are, or that they would rather not. */
async function decide(oidc: LocalOidc, request: DoorRequest): Promise<DoorResponse> {
  if (request.method !== "POST") return json(405, { error: "Only POST." }, { allow: "POST" });
  const form = await readForm(request);
  const id = form.get("request") ?? "";
  if (form.get("as") === "nobody") return redirect(oidc.decide(id, null));
  const known = oidcPeople.find(({ address }) => address === form.get("as"));
  if (known) return redirect(oidc.decide(id, known));
  const name = (form.get("name") ?? "").trim().slice(0, 80);
  const address = (form.get("address") ?? "").trim().toLowerCase().slice(0, 254);
  if (!name || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) {
    return redirect(`/sandbox/oidc?request=${encodeURIComponent(id)}&fault=1`);
  }
  return redirect(oidc.decide(id, { name, address }));
}

const readForm = async (request: DoorRequest) =>
  new URLSearchParams(new TextDecoder().decode(await request.bytes(largestFormBytes)));

/** By HTTP Basic, or in the form. */
function clientOf(request: DoorRequest, form: URLSearchParams): { id: string; secret: string } {
  const basic = /^Basic (.+)$/i.exec(request.header("authorization") ?? "")?.[1];
  if (!basic) return { id: form.get("client_id") ?? "", secret: form.get("client_secret") ?? "" };
  const [id = "", secret = ""] = Buffer.from(basic, "base64").toString("utf8").split(":", 2);
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}
