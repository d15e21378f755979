import { createHash } from "node:crypto";

export const oidcProviders = ["telegram", "google", "microsoft"] as const;
export type OidcProvider = (typeof oidcProviders)[number];

export const isOidcProvider = (value: string): value is OidcProvider =>
  (oidcProviders as readonly string[]).includes(value);

/** Someone with an account at the stand-in; the same account at every start. */
export type OidcPerson = { name: string; address: string };

/** Who has an account from the beginning. */
export const oidcPeople: readonly OidcPerson[] = [
  { name: "Deniz Kaya", address: "deniz.kaya@example.com" },
  { name: "Emma Clark", address: "emma.clark@example.com" },
  { name: "Анна Смирнова", address: "anna.smirnova@example.com" },
  { name: "ليلى حداد", address: "leyla.haddad@example.com" },
];

/** The tenant that everybody of the local Microsoft belongs to; it has proved its domain. */
const tenant = "9b1f5d0e-5a4c-4c55-9f0e-3b6a1d2c7e01";

/** What each provider tells of a person, beside what every id token carries. */
export function claimsOf(provider: OidcProvider, { name, address }: OidcPerson): Record<string, unknown> {
  const digest = createHash("sha256").update(`${provider} ${address}`).digest();
  const handle = address.split("@", 1)[0]!.replaceAll(/\W+/g, "_");
  if (provider === "telegram") {
    const id = 7_000_000_000 + digest.readUInt32BE(0);
    return { sub: digest.toString("hex").slice(0, 24), id, name, preferred_username: handle };
  }
  if (provider === "google") {
    const sub = `1${(digest.readBigUInt64BE(0) % 10n ** 20n).toString().padStart(20, "0")}`;
    return { sub, name, email: address, email_verified: true };
  }
  return {
    sub: digest.toString("base64url"),
    oid: digest.toString("hex").slice(0, 32),
    tid: tenant,
    name,
    preferred_username: address,
    email: address,
    xms_edov: true,
  };
}
