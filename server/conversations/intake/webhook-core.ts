import {
  type DoorCore,
  type DoorRequest,
  type DoorResponse,
  isBodyTooLarge,
  isClientGone,
  json,
} from "@/lib/door";
import {
  asStorageFull,
  countGuess,
  DatabaseAway,
  getRuntime,
  isDatabaseAway,
  isSameSecret,
  LimitReached,
  refuseGuesser,
} from "@/server/kernel";
import { findChannelByKey, isKnownKey } from "./channel-directory";
import { ingestUpdate } from "./ingest-update";

const prefix = "/api/webhooks/telegram/";
const maxBodyBytes = 1_000_000;
const accepted: DoorResponse = { status: 200, headers: { "content-type": "application/json" }, body: "{}" };

/**
 * The webhook's door: verify, store, answer. Any non-2xx makes the platform hold back that chat's later updates, so
 * each says what it means: 401 wrong secret, 404 no such bot, 410 a deleted one, 413 over 1 MB, 400 not JSON, 503
 * with Retry-After when it was not committed, or cannot be for want of space. Everything else is 200 and counted.
 */
export const telegramWebhookCore: DoorCore = (request) => {
  if (!request.path.startsWith(prefix)) return null;
  return answerWebhook(request, request.path.slice(prefix.length));
};

async function answerWebhook(request: DoorRequest, key: string): Promise<DoorResponse> {
  if (request.method !== "POST") return json(405, { error: "Only POST." }, { allow: "POST" });
  try {
    const shut = isKnownKey(key) ? null : refuseGuesser(request, "bot keys");
    if (shut) return shut;
    const channel = await findChannelByKey(key);
    if (!channel) return countGuess(request, "bot keys") ?? json(404, { error: "No such bot here." });
    if (!isSameSecret(request.header("x-telegram-bot-api-secret-token") ?? "", channel.secret)) {
      return countGuess(request, "bot secrets") ?? json(401, { error: "The secret token is wrong." });
    }
    if (channel.isDeleted) return json(410, { error: "This bot has been disconnected." });
    getRuntime().storage.requireRoom();
    const bytes = await request.bytes(maxBodyBytes);
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
    const update = parseJson(body);
    if (update === undefined) return json(400, { error: "The body is not JSON." });
    await ingestUpdate(channel, update, body);
    return accepted;
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): DoorResponse {
  // The entry knows this one: there is nobody left to answer.
  if (isClientGone(error)) throw error;
  if (isBodyTooLarge(error)) return json(413, { error: error.message });
  const full = asStorageFull(error);
  if (full) {
    getRuntime().metrics.updates.inc({ outcome: "postponed" });
    return json(503, { error: full.message }, { "retry-after": String(full.data.retryAfterS) });
  }
  if (error instanceof LimitReached || error instanceof DatabaseAway || isDatabaseAway(error)) {
    getRuntime().metrics.updates.inc({ outcome: "postponed" });
    return json(503, { error: "Not stored; deliver again." }, { "retry-after": "2" });
  }
  getRuntime().logger.error({ error }, "an update could not be taken in");
  return json(503, { error: "Not stored; deliver again." }, { "retry-after": "10" });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
