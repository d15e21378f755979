import { timingSafeEqual } from "node:crypto";
import type { Update } from "@grammyjs/types";
import { type DoorRequest, type DoorResponse, isBodyTooLarge, json } from "@/lib/door";
import { type RawParameters, readParameters } from "./body";
import type { Tell } from "./deed";
import type { Delivery } from "./delivery";
import { BotApiError } from "./errors";
import { findCallFault, refusalOf } from "./faults";
import { SendLimiter } from "./limiter";
import { methods } from "./methods";
import type { Outcome } from "./methods/outcome";
import { allowedRecords } from "./methods/webhook";
import { checkParameters, isUpload } from "./parameters/check";
import { findMethod, type MethodName, methodTable } from "./parameters/methods";
import type { Poller } from "./poller";
import { ProfileLimiter } from "./profile-limiter";
import type { ApiAnswer, Fault, StateRecord } from "./records";
import type { Stalls } from "./stall";
import type { BotState } from "./state";
import type { Store } from "./store";

/** The Bot API's calls: checked, made, put on file, and only then answered. */
export class BotApi {
  private readonly limiter = new SendLimiter();
  private readonly profileLimiter = new ProfileLimiter();

  constructor(
    private readonly store: Store,
    private readonly poller: Poller,
    private readonly delivery: Delivery,
    private readonly stalls: Stalls,
    private readonly tell: Tell,
  ) {}

  /** Answers `/bot<token>/<method>`. */
  async handle(request: DoorRequest, token: string, methodName: string): Promise<DoorResponse> {
    try {
      const bot = this.findBot(token);
      if (!bot) throw new BotApiError(401, "Unauthorized");
      const method = findMethod(methodName);
      if (!method) throw new BotApiError(404, "Not Found: method not found");
      const raw = await readParameters(request);
      return await this.call(bot, method, raw, request.signal);
    } catch (error) {
      return respond(answerOf(error));
    }
  }

  /** Answers `/file/bot<token>/<path>` with a file's bytes. */
  file(token: string, path: string): DoorResponse {
    const bot = this.findBot(token);
    if (!bot) return respond(answerOf(new BotApiError(401, "Unauthorized")));
    const file = this.store.state.filesByPath.get(path);
    if (!file || (file.bot !== bot.id && file.bot !== 0) || file.content === "none")
      return respond(answerOf(new BotApiError(404, "Not Found")));
    return {
      status: 200,
      headers: fileHeaders,
      body: this.store.files.read(file),
    };
  }

  /** Makes the call inside a webhook's answer; as with the real server, nobody learns its result. */
  async reply(bot: BotState, values: Record<string, unknown>): Promise<void> {
    const { method: name, ...params } = values;
    const method = findMethod(String(name));
    if (method)
      await this.call(bot, method, { values: params, encoding: "json" }, new AbortController().signal);
  }

  private findBot(token: string): BotState | undefined {
    const bot = this.store.state.bots.get(Number(/^(\d{1,15}):/.exec(token)?.[1] ?? 0));
    if (!bot) return undefined;
    const [known, given] = [Buffer.from(bot.token), Buffer.from(token)];
    return known.length === given.length && timingSafeEqual(known, given) ? bot : undefined;
  }

  private async call(
    bot: BotState,
    method: MethodName,
    raw: RawParameters,
    signal: AbortSignal,
  ): Promise<DoorResponse> {
    const fault = findCallFault(this.store, bot.username, method);
    if (fault?.kind === "timeout") {
      this.store.commit({ t: "faultUsed", id: fault.id });
      return this.stall(signal);
    }
    const answer = await this.make(bot, method, raw, signal, fault);
    if (fault?.kind === "timeout_after") return this.stall(signal);
    if (fault?.kind === "cut") {
      // More bytes are promised than come: whoever ends the answer politely still leaves it cut.
      return {
        status: 200,
        headers: { "content-type": "application/json", "content-length": "64" },
        body: cutShort(),
      };
    }
    return respond(answer);
  }

  private async make(
    bot: BotState,
    method: MethodName,
    raw: RawParameters,
    signal: AbortSignal,
    fault?: Fault,
  ): Promise<ApiAnswer> {
    let params = raw.values;
    try {
      params = checkParameters(methodTable[method], raw.values, raw.encoding, raw.files);
      const refusal = fault && refusalOf(fault);
      if (refusal) throw refusal;
      const updates = method === "getUpdates" ? await this.poll(bot, params, signal) : undefined;
      // From here to the commit nothing waits: ids given out by the outcome are nobody else's.
      const outcome: Outcome =
        method === "getUpdates" ? { result: updates } : this.outcomeOf(bot, method, params);
      const { result, description } = outcome;
      return this.record(
        bot,
        method,
        params,
        { ok: true, result, ...(description !== undefined && { description }) },
        fault,
        outcome,
      );
    } catch (error) {
      return this.record(bot, method, params, answerOf(error), fault);
    }
  }

  private record(
    bot: BotState,
    method: MethodName,
    params: Record<string, unknown>,
    answer: ApiAnswer,
    fault?: Fault,
    outcome?: Outcome,
  ): ApiAnswer {
    const records: StateRecord[] = [...(outcome?.records ?? [])];
    if (isWorthKeeping(method, answer)) {
      const { state, clock } = this.store;
      const call = { id: state.nextCallId, method, params: withoutBytes(params), answer, date: clock.now() };
      records.push({ t: "call", bot: bot.id, call, ...(outcome?.stores && { stores: true }) });
    }
    if (fault) records.push({ t: "faultUsed", id: fault.id });
    this.store.commit(...records);
    for (const { bot: told, updateId } of outcome?.tells ?? []) this.tell(told, updateId);
    if (answer.ok && (method === "setWebhook" || method === "deleteWebhook")) this.webhookChanged(bot);
    return answer;
  }

  private poll(bot: BotState, params: Record<string, unknown>, signal: AbortSignal): Promise<Update[]> {
    const { store, limiter, profileLimiter } = this;
    const call = { store, limiter, profileLimiter, bot, params, nowMs: store.clock.now() };
    store.commit(...allowedRecords(call));
    return this.poller.poll(bot, { ...params, signal });
  }

  private outcomeOf(
    bot: BotState,
    method: Exclude<MethodName, "getUpdates">,
    params: Record<string, unknown>,
  ): Outcome {
    if (method === "getWebhookInfo") return { result: this.webhookInfo(bot) };
    const { store, limiter, profileLimiter } = this;
    return methods[method]({ store, limiter, profileLimiter, bot, params, nowMs: store.clock.now() });
  }

  private webhookInfo(bot: BotState) {
    return {
      url: bot.webhook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: bot.pending.size,
      ...(bot.webhook && { ...this.delivery.lastError(bot), max_connections: bot.webhook.maxConnections }),
      ...(bot.allowed && bot.allowed.length > 0 && { allowed_updates: bot.allowed }),
    };
  }

  /** Ends what the webhook of before had begun. Also called where somebody else has changed it. */
  webhookChanged(bot: BotState): void {
    if (bot.webhook) this.poller.abort(bot, "Conflict: terminated by setWebhook request");
    this.delivery.forgetErrors(bot);
    this.delivery.wake(bot);
  }

  private async stall(signal: AbortSignal): Promise<DoorResponse> {
    await this.stalls.wait(signal);
    return respond({ ok: false, error_code: 504, description: "Gateway Timeout" });
  }
}

/** Whatever somebody sent is data: a browser that opens it must not run it as a page of this origin. */
const fileHeaders = {
  "content-type": "application/octet-stream",
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
};

/** A poll that brought nothing is not worth a line in the journal. */
function isWorthKeeping(method: MethodName, answer: ApiAnswer): boolean {
  return method !== "getUpdates" || !answer.ok || (answer.result as unknown[]).length > 0;
}

function answerOf(error: unknown): ApiAnswer {
  if (error instanceof BotApiError) {
    const { code, description, parameters } = error;
    return { ok: false, error_code: code, description, ...(parameters && { parameters }) };
  }
  if (isBodyTooLarge(error)) return { ok: false, error_code: 413, description: "Request Entity Too Large" };
  throw error;
}

function respond(answer: ApiAnswer): DoorResponse {
  if (answer.ok) return json(200, answer);
  const retryAfter = answer.parameters?.retry_after;
  return json(
    answer.error_code,
    answer,
    retryAfter === undefined ? undefined : { "retry-after": String(retryAfter) },
  );
}

/** Parameters as they are kept: uploads by name and size, however deep they lie. */
function withoutBytes(params: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name in params) shown[name] = withoutUpload(params[name]);
  return shown;
}

function withoutUpload(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isUpload(value)) return `attach://${value.filename} (${value.bytes.byteLength} bytes)`;
  return Array.isArray(value) ? value.map(withoutUpload) : withoutBytes(value as Record<string, unknown>);
}

/** Begins an answer and breaks off, so that the caller cannot know whether its call was made. */
async function* cutShort(): AsyncIterable<Uint8Array> {
  yield Buffer.from("{");
  throw new Error("The connection is cut by a fault of the local Telegram.");
}
