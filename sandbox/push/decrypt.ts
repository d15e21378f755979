import { createDecipheriv, createHmac, type ECDH } from "node:crypto";

const tagBytes = 16;
const headBytes = 16 + 4 + 1;

const hmac = (key: Uint8Array, ...parts: (string | Uint8Array)[]) => {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/**
 * Opens a message as a browser does: RFC 8188 (aes128gcm, one record) with the keys of RFC 8291. Written by the text of
 * the RFCs and apart from what encrypts, so that one checks the other.
 *
 * @throws Error it was not encrypted for this subscription, or its form is not that of a push message
 */
export function decryptPush(body: Uint8Array, subscription: { keys: ECDH; auth: Uint8Array }): string {
  const bytes = Buffer.from(body);
  if (bytes.length < headBytes + 65 + tagBytes + 1) throw new Error("The body is too short for a message.");
  const salt = bytes.subarray(0, 16);
  const recordSize = bytes.readUInt32BE(16);
  const keyLength = bytes[20]!;
  if (keyLength !== 65) throw new Error("The key id must be the sender's public key, 65 bytes.");
  const sender = bytes.subarray(headBytes, headBytes + 65);
  const record = bytes.subarray(headBytes + 65);
  if (recordSize < 18 || record.length > recordSize) throw new Error("A push message is a single record.");

  const shared = subscription.keys.computeSecret(sender);
  const receiver = subscription.keys.getPublicKey();
  const keyInfo = Buffer.concat([Buffer.from("WebPush: info\0"), receiver, sender]);
  const ikm = hmac(hmac(subscription.auth, shared), keyInfo, Uint8Array.of(1));
  const prk = hmac(salt, ikm);
  const key = hmac(prk, "Content-Encoding: aes128gcm\0", Uint8Array.of(1)).subarray(0, 16);
  const nonce = hmac(prk, "Content-Encoding: nonce\0", Uint8Array.of(1)).subarray(0, 12);

  const opener = createDecipheriv("aes-128-gcm", key, nonce);
  opener.setAuthTag(record.subarray(-tagBytes));
  const padded = Buffer.concat([opener.update(record.subarray(0, -tagBytes)), opener.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error("The last record ends with the delimiter 2.");
  return padded.subarray(0, end).toString("utf8");
}
