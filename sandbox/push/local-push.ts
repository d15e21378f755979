import { createECDH, type ECDH, randomBytes } from "node:crypto";
import { importJWK, jwtVerify } from "jose";
import { decryptPush } from "./decrypt";

const largestBodyBytes = 4_096;
const longestTokenS = 24 * 3_600;

export type LocalPushMessage = {
  text: string;
  ttlS: number;
  urgency: string;
  topic: string | null;
};

type Subscription = {
  /** The sender's key that it was made for; messages of another are refused. */
  senderKey: string;
  keys: ECDH;
  auth: Buffer;
  isGone: boolean;
  /** Statuses that the next messages get instead. */
  faults: { status: number; retryAfterS?: number }[];
  messages: LocalPushMessage[];
};

export type PushAnswer = { status: number; headers: Record<string, string>; reason: string };

type PushRequest = {
  id: string;
  header(name: string): string | undefined;
  body: Uint8Array;
};

/**
 * The stand-in for a browser and its push service: as strict as they are about delivery (RFC 8030), encryption
 * (RFC 8291) and who sends (RFC 8292).
 */
export class LocalPush {
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(
    private readonly origin: string,
    private readonly now: () => Date,
  ) {}

  /** What a browser gives its page after `pushManager.subscribe`. */
  subscribe(input: { applicationServerKey: string }): {
    endpoint: string;
    keys: { p256dh: string; auth: string };
  } {
    const id = randomBytes(16).toString("base64url");
    const keys = createECDH("prime256v1");
    const p256dh = keys.generateKeys("base64url");
    const auth = randomBytes(16);
    this.#subscriptions.set(id, {
      senderKey: input.applicationServerKey,
      ...{ keys, auth, isGone: false, faults: [], messages: [] },
    });
    return {
      endpoint: `${this.origin}/sandbox/push/${id}`,
      keys: { p256dh, auth: auth.toString("base64url") },
    };
  }

  /** What has come to a subscription; of one topic the newest, as a browser that was away gets them. */
  messages(endpoint: string): readonly LocalPushMessage[] {
    return this.#of(endpoint).messages;
  }

  /** The reader has taken the permission back. */
  expire(endpoint: string): void {
    this.#of(endpoint).isGone = true;
  }

  /** The next message is answered so. */
  failNext(endpoint: string, fault: { status: number; retryAfterS?: number }): void {
    this.#of(endpoint).faults.push(fault);
  }

  async accept({ id, header, body }: PushRequest): Promise<PushAnswer> {
    const found = this.#subscriptions.get(id);
    if (!found) return refusal(404, "There is no such subscription.");
    if (found.isGone) return refusal(410, "The subscription has ended.");
    const fault = found.faults.shift();
    if (fault) {
      const headers: Record<string, string> =
        fault.retryAfterS === undefined ? {} : { "retry-after": String(fault.retryAfterS) };
      return { status: fault.status, headers, reason: "As planted." };
    }
    const denied = await this.#whyNotSender(header("authorization"), found.senderKey);
    if (denied) return refusal(denied.startsWith("Without") ? 401 : 403, denied);
    const ttl = header("ttl");
    if (ttl === undefined || !/^\d{1,9}$/.test(ttl)) return refusal(400, "TTL must be a number of seconds.");
    const urgency = header("urgency") ?? "normal";
    if (!["very-low", "low", "normal", "high"].includes(urgency)) return refusal(400, "No such urgency.");
    const topic = header("topic") ?? null;
    if (topic !== null && !/^[\w-]{1,32}$/.test(topic))
      return refusal(400, "A topic has 32 letters of base64url at most.");
    if (header("content-encoding") !== "aes128gcm") return refusal(415, "The encoding must be aes128gcm.");
    if (body.byteLength > largestBodyBytes) return refusal(413, `More than ${largestBodyBytes} bytes.`);
    let text: string;
    try {
      text = decryptPush(body, found);
    } catch (error) {
      // A service cannot see it, the browser drops it; here it is said.
      return refusal(400, `The browser cannot open it: ${error instanceof Error ? error.message : error}`);
    }
    if (topic !== null) found.messages = found.messages.filter((one) => one.topic !== topic);
    found.messages.push({ text, ttlS: Number(ttl), urgency, topic });
    const location = `${this.origin}/sandbox/push/message/${randomBytes(12).toString("base64url")}`;
    return { status: 201, headers: { location, ttl }, reason: "" };
  }

  /** RFC 8292: who sends, and that the subscription was made for them. */
  async #whyNotSender(authorization: string | undefined, senderKey: string): Promise<string | null> {
    const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/i.exec(authorization ?? "") ?? [];
    if (!token || !key) return "Without `Authorization: vapid t=…, k=…` nobody knows who sends.";
    if (key !== senderKey) return "The subscription was made for another sender.";
    const point = Buffer.from(key, "base64url");
    if (point.length !== 65 || point[0] !== 4) return "The key is no uncompressed point of P-256.";
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
    try {
      const publicKey = await importJWK({ kty: "EC", crv: "P-256", x: x!, y: y! }, "ES256");
      const now = this.now();
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ["ES256"],
        audience: this.origin,
        currentDate: now,
        requiredClaims: ["exp", "sub"],
      });
      if (payload.exp! - now.getTime() / 1_000 > longestTokenS)
        return "The token is good for more than a day.";
      if (!/^(?:mailto:\S+@\S+|https:\/\/\S+)$/.test(payload.sub!))
        return "The subject must be mailto: or https:.";
      return null;
    } catch (error) {
      return `The token is not good: ${error instanceof Error ? error.message : error}`;
    }
  }

  #of(endpoint: string): Subscription {
    const found = this.#subscriptions.get(endpoint.slice(endpoint.lastIndexOf("/") + 1));
    if (!found) throw new Error("There is no such subscription here.");
    return found;
  }
}

const refusal = (status: number, reason: string): PushAnswer => ({ status, headers: {}, reason });
