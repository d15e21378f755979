import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The secrets of the serving process, under the names of its environment. */
export type Secrets = {
  SANTRAL_SECRET: string;
  /** While a rotation is under way: what everything stood under before it. */
  SANTRAL_SECRET_PREVIOUS?: string;
  /** With commas between them: what the sign-in cookies of keys that are gone are read with. */
  SANTRAL_COOKIE_SECRETS_PREVIOUS?: string;
  SANTRAL_CONTROL_TOKEN: string;
  /** What tells a browser's push service that a message is ours (RFC 8292). */
  VAPID_PUBLIC_KEY: string;
  VAPID_PRIVATE_KEY: string;
};

type Kept = Partial<Omit<Secrets, "SANTRAL_COOKIE_SECRETS_PREVIOUS">> & {
  previousCookieSecrets?: { secret: string; until: string }[];
  /** Of the database's roles; see db/prepare.ts. */
  databasePasswords?: unknown;
};

/** Where everything that must not be lost or shown is kept: these, and the passwords of the database roles. */
export const secretsFile = (dataDir: string) => join(dataDir, "secrets.json");

const newSecret = () => randomBytes(32).toString("base64");

/** The secrets of a data folder; made once, so that what was encrypted by an earlier start can be read. */
export function keepSecrets(dataDir: string): Secrets {
  const kept = read(dataDir);
  const secrets: Secrets = {
    SANTRAL_SECRET: kept.SANTRAL_SECRET ?? newSecret(),
    SANTRAL_CONTROL_TOKEN: kept.SANTRAL_CONTROL_TOKEN ?? randomBytes(24).toString("base64url"),
    ...(kept.VAPID_PUBLIC_KEY && kept.VAPID_PRIVATE_KEY
      ? { VAPID_PUBLIC_KEY: kept.VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY: kept.VAPID_PRIVATE_KEY }
      : makePushKeys()),
  };
  if (!kept.SANTRAL_SECRET || !kept.SANTRAL_CONTROL_TOKEN || !kept.VAPID_PRIVATE_KEY)
    write(dataDir, { ...kept, ...secrets });
  const cookieSecrets = livingCookieSecrets(kept).map(({ secret }) => secret);
  return {
    ...secrets,
    ...(kept.SANTRAL_SECRET_PREVIOUS ? { SANTRAL_SECRET_PREVIOUS: kept.SANTRAL_SECRET_PREVIOUS } : {}),
    ...(cookieSecrets.length > 0 ? { SANTRAL_COOKIE_SECRETS_PREVIOUS: cookieSecrets.join(",") } : {}),
  };
}

/** What a data folder keeps of secrets, for a backup; null where the environment keeps them. */
export function readKeptSecrets(dataDir: string): Record<string, unknown> | null {
  const { databasePasswords: _ofThisServer, ...kept } = read(dataDir);
  return kept.SANTRAL_SECRET ? kept : null;
}

/** Puts the secrets of a backup in the place of those of today; the passwords of the database's roles stay. */
export function restoreSecrets(dataDir: string, secrets: Record<string, unknown>): void {
  const { databasePasswords } = read(dataDir);
  write(dataDir, { ...secrets, ...(databasePasswords ? { databasePasswords } : {}) });
}

/** A pair on P-256 in base64url, as VAPID writes them: the point uncompressed, and the scalar. */
export function makePushKeys(): Pick<Secrets, "VAPID_PUBLIC_KEY" | "VAPID_PRIVATE_KEY"> {
  const { x, y, d } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, "base64url"), Buffer.from(y!, "base64url")]);
  return { VAPID_PUBLIC_KEY: point.toString("base64url"), VAPID_PRIVATE_KEY: d! };
}

/** Makes a new key beside the one of today, unless a rotation that was stopped half-way has made it already. */
export function beginRotation(dataDir: string): Secrets {
  const { SANTRAL_SECRET: today } = keepSecrets(dataDir);
  const kept = read(dataDir);
  if (!kept.SANTRAL_SECRET_PREVIOUS) {
    write(dataDir, { ...kept, SANTRAL_SECRET: newSecret(), SANTRAL_SECRET_PREVIOUS: today });
  }
  return keepSecrets(dataDir);
}

/**
 * Drops the key of before. What its sign-in cookies are read with stays as long as such a cookie can live: nothing else
 * can be read with it.
 */
export function endRotation(dataDir: string, cookieSecret: { secret: string; until: Date }): void {
  const { SANTRAL_SECRET_PREVIOUS: _dropped, ...kept } = read(dataDir);
  const entry = { secret: cookieSecret.secret, until: cookieSecret.until.toISOString() };
  write(dataDir, { ...kept, previousCookieSecrets: [entry, ...livingCookieSecrets(kept)] });
}

const livingCookieSecrets = (kept: Kept) =>
  (kept.previousCookieSecrets ?? []).filter(({ until }) => Date.parse(until) > Date.now());

function read(dataDir: string): Kept {
  const file = secretsFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Kept) : {};
}

/** Whole or not at all: half a file would lock the owner out of the database. */
function write(dataDir: string, kept: Kept): void {
  const file = secretsFile(dataDir);
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
