import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** The secrets of an installation: new values are encrypted under `secret`, those of before it can still be read. */
export type SecretKeys = { secret: Buffer; previousSecrets: readonly Buffer[] };

/** What values were encrypted under before a secret had an id of its own: any of them may be the one. */
const firstKeyId = "k1";

const deriveKey = (secret: Buffer, purpose: string) =>
  Buffer.from(hkdfSync("sha256", secret, "santral", purpose, 32));

/** The name of a secret, which tells nothing about it: it stands before each value that was encrypted under it. */
export const keyIdOf = (secret: Buffer): string =>
  `k${deriveKey(secret, "key id").subarray(0, 6).toString("hex")}`;

/** A value was encrypted under a secret that this process was not given. */
export class SecretKeyUnknown extends Error {
  readonly code = "SECRET_KEY_UNKNOWN";
  constructor(readonly keyId: string) {
    super(
      `A stored secret was encrypted under ${keyId === firstKeyId ? "another secret" : `the key ${keyId}`} than ` +
        "SANTRAL_SECRET and SANTRAL_SECRET_PREVIOUS hold. Set SANTRAL_SECRET_PREVIOUS to the secret of before and start " +
        "again; where it is lost, disconnect the bot and connect it anew.",
    );
    this.name = "SecretKeyUnknown";
  }
}

/** AES-256-GCM: `key id.nonce.ciphertext.tag`, the last three in base64url. `context` binds the value to its place. */
export function encrypt(secret: Buffer, plain: string, context: string): string {
  const keyId = keyIdOf(secret);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(secret, `encrypt:${keyId}`), nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [keyId, ...[nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

/**
 * @throws SecretKeyUnknown when it was encrypted under a secret that is not among `keys`
 * @throws Error when it was altered, or made for another place
 */
export function decrypt(keys: SecretKeys, encrypted: string, context: string): string {
  const [keyId, ...parts] = encrypted.split(".");
  if (!keyId || parts.length !== 3) throw new Error("Not an encrypted value.");
  const secrets = [keys.secret, ...keys.previousSecrets];
  if (keyId !== firstKeyId) {
    const secret = secrets.find((one) => keyIdOf(one) === keyId);
    if (!secret) throw new SecretKeyUnknown(keyId);
    return open(deriveKey(secret, `encrypt:${keyId}`), parts, context);
  }
  for (const secret of secrets) {
    try {
      return open(deriveKey(secret, `encrypt:${keyId}`), parts, context);
    } catch {
      // Of another secret, or altered: the tag does not tell which.
    }
  }
  throw new SecretKeyUnknown(keyId);
}

function open(key: Buffer, parts: string[], context: string): string {
  const [nonce, ciphertext, tag] = parts.map((part) => Buffer.from(part, "base64url"));
  const decipher = createDecipheriv("aes-256-gcm", key, nonce!);
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(tag!);
  return Buffer.concat([decipher.update(ciphertext!), decipher.final()]).toString("utf8");
}

/** A keyed hash of a personal value: equal values compare equal, the value itself is not kept. */
export function keyedHash(secret: Buffer, value: string): string {
  return createHmac("sha256", deriveKey(secret, "audit")).update(value).digest("base64url").slice(0, 22);
}

/** Secret of the sign-in cookie, derived so that no second secret has to be kept. */
export const cookieSecret = (secret: Buffer): string => deriveKey(secret, "cookie").toString("base64url");

/** The secrets that sign-in cookies are read with; new ones are written with the first. */
export const cookieSecrets = (keys: SecretKeys & { previousCookieSecrets: readonly string[] }): string[] => [
  ...[keys.secret, ...keys.previousSecrets].map(cookieSecret),
  ...keys.previousCookieSecrets,
];

/** Compares two secrets in constant time, whatever their lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (value: string) => hash("sha256", value, "buffer");
  return timingSafeEqual(digest(given), digest(expected));
}

export const randomToken = (bytes = 24): string => randomBytes(bytes).toString("base64url");
