import { get, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Product } from "./bench.ts";
import { loadMember } from "./people.ts";
import { type Figures, quantile, round } from "./report.ts";
import { residentMb } from "./resident.ts";
import { openSignIn } from "./sign-in.ts";
import { UpdateSource } from "./updates.ts";
import { loadWorkspaces } from "./workspaces.ts";

const panels = 500;
/** A session may have eight streams; a browser has one. */
const panelsAPerson = 5;
const patienceMs = 10_000;

/** 500 open panels of one workspace: how long a customer's message takes to reach all of them, and what they cost. */
export async function benchLive(bench: Bench): Promise<Figures> {
  const database = await bench.createDatabase();
  const product = await bench.startProduct(database);
  const [channel] = await loadWorkspaces(database, product.secret, 1);
  const { signIn, close } = await openSignIn(bench, database, product);
  const count = bench.scaled(panels, 50);
  const source = new UpdateSource([channel!], 1);
  // The first messages open the customer and the conversation, and warm what the others go through.
  for (let index = 0; index < 10; index += 1) await sendNew(source, product);
  await sleep(2_000);
  const before = residentMb(product.pid);

  const streams: Panel[] = [];
  for (let person = 0; person < count / panelsAPerson; person += 1) {
    const cookie = await signIn(await loadMember(database, channel!, `Üye ${person}`));
    for (let panel = 0; panel < panelsAPerson; panel += 1)
      streams.push(new Panel(product, channel!.slug, cookie));
  }
  await Promise.all(streams.map((panel) => panel.opened));

  const delays: number[] = [];
  const lastOnes: number[] = [];
  for (let turn = 0; turn < bench.scaled(40, 10); turn += 1) {
    const startedAt = performance.now();
    const told = streams.map((panel) => panel.next());
    await sendNew(source, product);
    const times = (await Promise.all(told)).map((at) => at - startedAt);
    delays.push(...times);
    lastOnes.push(Math.max(...times));
    await sleep(150);
  }
  const after = residentMb(product.pid);
  for (const panel of streams) panel.close();
  await close();
  await product.stop();
  await database.drop();
  return {
    live: {
      value: round(quantile(lastOnes, 0.95)),
      unit: "ms p95 until the last panel knows",
      p50Ms: round(quantile(delays, 0.5)),
      p95Ms: round(quantile(delays, 0.95)),
      panels: streams.length,
      extraMb: round(after - before, 0),
      target: "all within 500 ms p95, ≤ 300 MB more",
    },
  };
}

/** A message that has not been sent before: the source repeats some on purpose. */
async function sendNew(source: UpdateSource, product: Product): Promise<void> {
  for (;;) {
    const shot = source.next();
    if (!shot.update || source.acknowledged.has(shot.update)) continue;
    const answer = await fetch(`${product.origin}${shot.path}`, {
      method: "POST",
      headers: shot.headers,
      body: shot.body,
    });
    await answer.arrayBuffer();
    source.answered(shot, answer.status);
    return;
  }
}

/** One open panel's stream, read as a browser reads it. */
class Panel {
  readonly opened: Promise<void>;
  #response: IncomingMessage | null = null;
  #onHint: ((at: number) => void) | null = null;

  constructor(product: Product, slug: string, cookie: string) {
    this.opened = new Promise((resolve, reject) => {
      const request = get(
        `${product.origin}/api/live?workspace=${slug}`,
        { agent: false, headers: { cookie } },
        (response) => {
          this.#response = response;
          if (response.statusCode !== 200) reject(new Error(`The stream answered ${response.statusCode}.`));
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => {
            if (chunk.includes("event: ready")) resolve();
            if (chunk.includes('"topic":"message/')) this.#onHint?.(performance.now());
          });
          response.on("error", () => {});
        },
      );
      request.on("error", reject);
    });
  }

  /** When the next message is told of. */
  next(): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("A panel was not told of a message.")), patienceMs);
      this.#onHint = (at) => {
        clearTimeout(timer);
        this.#onHint = null;
        resolve(at);
      };
    });
  }

  close(): void {
    this.#response?.destroy();
  }
}
