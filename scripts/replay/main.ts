/**
 * `npm run replay -- --file updates.jsonl [--bot NAME] [--url ADDRESS]`: sends recorded updates, one JSON a line, through
 * the webhook's door of a running product and says what became of each. CONTRIBUTING.md tells more.
 */
import { accessSync, constants } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { PlainError } from "../lib/plain-error.ts";
import { runCommand } from "../lib/run-command.ts";
import { type Door, isWebhookUrl, LocalProduct, type Outcome, sendUpdate } from "./product.ts";
import { type Line, readLines } from "./read-lines.ts";
import { describeReport, Tally } from "./tally.ts";

const usage =
  "npm run replay -- --file updates.jsonl [--bot NAME] [--url http://127.0.0.1:3000] [--wait 20] [--json]\n" +
  "  --file  one update a line; - reads the standard input\n" +
  "  --bot   a bot of the local Telegram (otherwise the demo's)\n" +
  "  --url   the product; or, where its sandbox is off, the whole webhook with --secret=…\n" +
  "  --wait  so many seconds for the agent to finish at the end\n" +
  "  --json  one object instead of lines";
const mostInFlight = 32;
const outcomesAtOnce = 1_000;

const stopped = new AbortController();
process.once("SIGINT", () => stopped.abort());
await runCommand(main);

async function main(): Promise<void> {
  const options = readOptions();
  const product = isWebhookUrl(options.url)
    ? null
    : await LocalProduct.meet(options.url.replace(/\/+$/, ""), options.bot);
  const door = product?.door ?? { url: options.url, secret: options.secret ?? "" };
  const tally = new Tally();
  await sendAll(options.file, door, tally);
  const outcomes = product && (await readOutcomes(product, tally.takenIds, options.waitS));
  const report = tally.report(outcomes, product?.startedAt ?? null);
  if (stopped.signal.aborted) process.stderr.write("Stopped; this is what was done so far.\n");
  process.stdout.write(
    options.isJson ? `${JSON.stringify(report, null, 1)}\n` : `${describeReport(report).join("\n")}\n`,
  );
  process.exitCode = stopped.signal.aborted ? 130 : report.unsent > 0 ? 1 : 0;
}

/** Many at once, but each chat's one after the other: order within a chat is what the platform keeps, too. */
async function sendAll(file: string, door: Door, tally: Tally): Promise<void> {
  const lastOfChat = new Map<string, Promise<void>>();
  const inFlight = new Set<Promise<void>>();
  for await (const line of readLines(file)) {
    if (stopped.signal.aborted) return;
    tally.lines += 1;
    const update = readUpdate(line, tally);
    if (!update) continue;
    const { chat, updateId, text } = update;
    const work = (lastOfChat.get(chat) ?? Promise.resolve()).then(async () => {
      try {
        tally.note(line.number, updateId, await sendUpdate(door, text, stopped.signal));
      } catch {
        tally.unsent += 1;
      }
    });
    lastOfChat.set(chat, work);
    inFlight.add(work);
    void work.then(() => {
      inFlight.delete(work);
      if (lastOfChat.get(chat) === work) lastOfChat.delete(chat);
    });
    if (inFlight.size >= mostInFlight) await Promise.race(inFlight);
    if (tally.lines % 10_000 === 0) process.stderr.write(`${tally.lines} lines\n`);
  }
  await Promise.all(inFlight);
}

/** What is no JSON is not sent: the door would refuse it, and Telegram never sends such a thing. */
function readUpdate({ number, text }: Line, tally: Tally) {
  if (text === null) {
    tally.reject(number, null, "longer than any update");
    return null;
  }
  try {
    const update = JSON.parse(text) as Record<string, unknown> | null;
    const id = update?.update_id;
    const updateId = typeof id === "number" && Number.isSafeInteger(id) ? id : null;
    return { text, updateId, chat: chatOf(update) ?? `line ${number}` };
  } catch {
    tally.reject(number, null, "not JSON");
    return null;
  }
}

/** Whatever kind it is, the chat stands in it or in the message it is about. */
function chatOf(update: unknown): string | null {
  for (const content of Object.values(update ?? {})) {
    const { chat, message, from } = (content ?? {}) as {
      chat?: { id?: unknown };
      message?: { chat?: { id?: unknown } };
      from?: { id?: unknown };
    };
    const id = chat?.id ?? message?.chat?.id ?? from?.id;
    if (id !== undefined) return String(id);
  }
  return null;
}

/** Asks until the agent has done with every message, or the time is up. */
async function readOutcomes(
  product: LocalProduct,
  updateIds: readonly number[],
  waitS: number,
): Promise<Map<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  const deadline = Date.now() + waitS * 1_000;
  let open = [...new Set(updateIds)];
  for (;;) {
    const waiting: number[] = [];
    for (let from = 0; from < open.length; from += outcomesAtOnce) {
      for (const outcome of await product.outcomes(open.slice(from, from + outcomesAtOnce))) {
        outcomes.set(outcome.updateId, outcome);
        if (outcome.agent === "waiting") waiting.push(outcome.updateId);
      }
    }
    open = waiting;
    if (open.length === 0 || Date.now() >= deadline || stopped.signal.aborted) return outcomes;
    await sleep(500);
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        file: { type: "string" },
        bot: { type: "string" },
        url: { type: "string", default: `http://127.0.0.1:${process.env.PORT ?? 3000}` },
        secret: { type: "string" },
        wait: { type: "string", default: "20" },
        json: { type: "boolean", default: false },
      },
    });
    if (!values.file) throw new PlainError(usage);
    if (values.file !== "-") accessSync(values.file, constants.R_OK);
    if (!URL.canParse(values.url)) throw new PlainError(`--url "${values.url}" is not an address.\n${usage}`);
    if (isWebhookUrl(values.url) && !values.secret)
      throw new PlainError("A webhook's address wants its --secret, too.");
    const waitS = Number(values.wait);
    if (!(waitS >= 0)) throw new PlainError(`--wait "${values.wait}" is not a number of seconds.`);
    const { file, bot, url, secret } = values;
    return { file, bot, url, secret, waitS, isJson: values.json };
  } catch (error) {
    if (error instanceof PlainError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new PlainError(
      code === "ENOENT" || code === "EACCES" ? `The file cannot be read (${code}).` : `${message}\n${usage}`,
    );
  }
}
