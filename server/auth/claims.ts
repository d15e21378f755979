import type { Provider, ProviderIdentity } from "./provider-sign-in";
import { normaliseAddress } from "./rules";

/** What an id token says of a person. */
export type Claims = Record<string, unknown>;

const text = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 200) : null;

/**
 * Who the claims of an id token speak of. Telegram's lasting name is `id` (`sub` differs by bot). An address counts only
 * where the provider says that it has proved it: at Microsoft `email` is whatever a tenant's administrator typed, unless
 * the tenant has proved its domain (`xms_edov`). Pure.
 */
export function readClaims(provider: Provider, claims: Claims): ProviderIdentity | null {
  const subject = provider === "telegram" ? claims.id : claims.sub;
  if (typeof subject !== "string" && typeof subject !== "number") return null;
  const address = text(claims.email);
  const isProved =
    provider === "microsoft"
      ? claims.xms_edov === true || claims.xms_edov === "1" || claims.xms_edov === 1
      : claims.email_verified === true || claims.email_verified === "true";
  const userName = text(claims.preferred_username);
  const name = text(claims.name) ?? userName ?? address ?? provider;
  const handle = provider === "telegram" && userName ? `@${userName.replace(/^@/, "")}` : userName;
  return {
    provider,
    subject: String(subject),
    name: name.slice(0, 80),
    label: address ?? handle ?? name,
    provedAddress: address && isProved ? normaliseAddress(address) : null,
  };
}
