import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** The key that new values are encrypted under; a rotation adds an id and keeps the old ones readable. */
const currentKeyId = "k1";

const deriveKey = (secret: Buffer, purpose: string) =>
  Buffer.from(hkdfSync("sha256", secret, "santral", purpose, 32));

/** AES-256-GCM with a key id: `k1.nonce.ciphertext.tag`, each in base64url. `context` binds the value to its place. */
export function encrypt(secret: Buffer, plain: string, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(secret, `encrypt:${currentKeyId}`), nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [
    currentKeyId,
    ...[nonce, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url")),
  ].join(".");
}

/** @throws Error when the value was made under another secret or for another place */
export function decrypt(secret: Buffer, encrypted: string, context: string): string {
  const [keyId, nonce, ciphertext, tag] = encrypted.split(".");
  if (!keyId || !nonce || ciphertext === undefined || !tag) throw new Error("Not an encrypted value.");
  const decipher = createDecipheriv(
    "aes-256-gcm",
    deriveKey(secret, `encrypt:${keyId}`),
    Buffer.from(nonce, "base64url"),
  );
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(ciphertext, "base64url")), decipher.final()]).toString(
    "utf8",
  );
}

/** A keyed hash of a personal value: equal values compare equal, the value itself is not kept. */
export function keyedHash(secret: Buffer, value: string): string {
  return createHmac("sha256", deriveKey(secret, "audit")).update(value).digest("base64url").slice(0, 22);
}

/** Secret of the sign-in cookie, derived so that no second secret has to be kept. */
export const cookieSecret = (secret: Buffer): string => deriveKey(secret, "cookie").toString("base64url");

/** Compares two secrets in constant time, whatever their lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (value: string) => hash("sha256", value, "buffer");
  return timingSafeEqual(digest(given), digest(expected));
}

export const randomToken = (bytes = 24): string => randomBytes(bytes).toString("base64url");
