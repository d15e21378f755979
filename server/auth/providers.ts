import { customFetch } from "next-auth";
import type { OIDCConfig } from "next-auth/providers";
import MicrosoftEntraID from "next-auth/providers/microsoft-entra-id";
import { getRuntime, type SignInProvider } from "@/server/kernel";
import type { Claims } from "./claims";
import type { Provider } from "./provider-sign-in";

/** next-auth looks for Microsoft by its own name, because many tenants share one issuer there. */
const authIds: Record<Provider, string> = {
  telegram: "telegram",
  google: "google",
  microsoft: "microsoft-entra-id",
};

export const toAuthId = (provider: Provider): string => authIds[provider];

export const fromAuthId = (id: string): Provider | null =>
  (Object.keys(authIds) as Provider[]).find((provider) => authIds[provider] === id) ?? null;

/** The providers that this installation is known to, in the order of their buttons. */
export function listProviders(): Provider[] {
  const { signInProviders } = getRuntime().env;
  return (Object.keys(authIds) as Provider[]).filter((provider) => signInProviders[provider] !== null);
}

/** next-auth's configuration of the same: code flow with PKCE, state and nonce, by discovery. */
export function configureProviders(): OIDCConfig<Claims>[] {
  const { signInProviders } = getRuntime().env;
  return listProviders().map((provider) => {
    const known = signInProviders[provider] as SignInProvider;
    return { ...baseOf(provider, known), ...common(known), ...(provider === "telegram" && telegram) };
  });
}

const common = ({ issuer, clientId, clientSecret }: SignInProvider) => ({
  issuer,
  clientId,
  clientSecret,
  checks: ["pkce", "state", "nonce"] as ("pkce" | "state" | "nonce")[],
  profile: (claims: Claims) => ({ id: String(claims.sub) }),
});

function baseOf(provider: Provider, { issuer, clientId, clientSecret }: SignInProvider): OIDCConfig<Claims> {
  // The issuer of many tenants names none of them, which only next-auth's own adapter knows how to read.
  if (provider === "microsoft" && /\/(?:common|organizations|consumers)\//.test(issuer)) {
    return MicrosoftEntraID({ issuer, clientId, clientSecret }) as unknown as OIDCConfig<Claims>;
  }
  return {
    id: toAuthId(provider),
    name: provider,
    type: "oidc",
    issuer,
    authorization: { params: { scope: "openid profile email" } },
  };
}

/** Telegram has no userinfo endpoint, which next-auth wants to be named although it asks the id token only. */
const telegram = {
  authorization: { params: { scope: "openid profile" } },
  [customFetch]: async (...args: Parameters<typeof fetch>) => {
    const answer = await fetch(...args);
    if (!String(args[0]).endsWith("/.well-known/openid-configuration") || !answer.ok) return answer;
    const discovered = (await answer.json()) as Record<string, unknown>;
    return Response.json({ userinfo_endpoint: discovered.token_endpoint, ...discovered });
  },
};
