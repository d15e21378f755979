import { importJWK, SignJWT } from "jose";

/** Push services refuse a token that is good for more than a day. */
const tokenHours = 12;

export type PushTarget = { endpoint: string; p256dh: string; auth: string };
export type PushSender = { publicKey: string; privateKey: string; contact: string };

/**
 * A message to a browser's push service: encrypted for that browser alone (RFC 8291), and signed as ours (RFC 8292, one
 * key for the service that the endpoint names).
 */
export async function makePushRequest(
  target: PushTarget,
  sender: PushSender,
  message: { text: string; ttlS: number; topic: string; urgency: "normal" | "high" },
): Promise<{ headers: Record<string, string>; body: Uint8Array<ArrayBuffer> }> {
  const { encryptNotification } = await import("@block65/webcrypto-web-push");
  const { endpoint, p256dh, auth } = target;
  const subscription = { endpoint, expirationTime: null, keys: { p256dh, auth } };
  const body = await encryptNotification(subscription, new TextEncoder().encode(message.text));
  const point = Buffer.from(sender.publicKey, "base64url");
  const key = await importJWK(
    {
      ...{ kty: "EC", crv: "P-256", d: sender.privateKey },
      x: point.subarray(1, 33).toString("base64url"),
      y: point.subarray(33).toString("base64url"),
    },
    "ES256",
  );
  const token = await new SignJWT()
    .setProtectedHeader({ typ: "JWT", alg: "ES256" })
    .setAudience(new URL(endpoint).origin)
    .setSubject(sender.contact)
    // By the machine's own clock: the service compares it with its own.
    .setExpirationTime(`${tokenHours}h`)
    .sign(key);
  return {
    headers: {
      authorization: `vapid t=${token}, k=${sender.publicKey}`,
      "content-encoding": "aes128gcm",
      "content-type": "application/octet-stream",
      ttl: String(message.ttlS),
      topic: message.topic,
      urgency: message.urgency,
    },
    body,
  };
}
