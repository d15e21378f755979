import type { Ctx, DemoSettings, Loop, Runtime } from "@/server/kernel";
import { readCleared } from "./cleared";
import type { DemoTelegram } from "./demo-telegram";
import { findDemo, isDeleted } from "./find-demo";
import { chunksIn, countChunksDone, fillHistory, planDemo } from "./history/fill-history";
import type { Visit } from "./history/plan-visits";
import { madeAt, openDemo } from "./open-demo";
import { demosOf, setDemoMaking } from "./settings";
import type { DemoWorkspace } from "./workspaces";

/** Between two looks when nothing is left to do; who asks for more wakes it. */
const idleMs = 5_000;

/**
 * Makes the demo: the shop with its newest days before anything else, then the others, then what is older, piece by
 * piece. What is done is seen by the rows, so a start that was killed anywhere is taken up by the next.
 */
export class DemoMaker {
  readonly #opened = new Map<string, { ctx: Ctx; plan: Visit[] }>();
  /** Nothing is left to do: they are not looked at again. */
  readonly #made = new Set<string>();

  constructor(
    private readonly telegram: DemoTelegram,
    private readonly settings: DemoSettings,
  ) {}

  /** The first workspace with its newest days: what a visitor meets at once. */
  async makeFirst(): Promise<void> {
    const [first] = await this.#wanted();
    if (!first) return;
    setDemoMaking(true);
    const { ctx } = await this.#open(first);
    if ((await countChunksDone(ctx)) === 0) await this.#fill(first);
  }

  /** One step. True when something was done. */
  async makeNext(): Promise<boolean> {
    const all = chunksIn(this.settings.days);
    const states = [];
    for (const demo of await this.#wanted()) {
      const opened = this.#opened.get(demo.slug);
      states.push({ demo, done: opened ? await countChunksDone(opened.ctx) : -1 });
    }
    const next = states.sort((a, b) => a.done - b.done).find(({ done }) => done < all);
    for (const { demo, done } of states) if (done >= all) this.#made.add(demo.slug);
    setDemoMaking(next !== undefined);
    if (!next) return false;
    if (next.done < 0) {
      await this.#open(next.demo);
      return true;
    }
    return this.#fill(next.demo);
  }

  /** What is to be made now: neither made, nor cleared, nor still being cleared. */
  async #wanted(): Promise<DemoWorkspace[]> {
    const cleared = readCleared();
    for (const slug of cleared) {
      this.#opened.delete(slug);
      this.#made.delete(slug);
    }
    const wanted = [];
    for (const demo of demosOf(this.settings)) {
      if (cleared.has(demo.slug) || this.#made.has(demo.slug)) continue;
      const ctx = await findDemo(demo.slug);
      if (ctx && (await isDeleted(ctx))) continue;
      wanted.push(demo);
    }
    return wanted;
  }

  async #open(demo: DemoWorkspace) {
    const ctx = await openDemo(demo, this.telegram);
    const opened = { ctx, plan: planDemo(demo, await madeAt(ctx)) };
    this.#opened.set(demo.slug, opened);
    return opened;
  }

  async #fill(demo: DemoWorkspace): Promise<boolean> {
    const { ctx, plan } = this.#opened.get(demo.slug)!;
    const { days } = this.settings;
    return fillHistory({ ctx, demo, plan, days, telegram: this.telegram });
  }
}

/** The rest of the demo, in the background. */
export function createDemoLoop(maker: DemoMaker): Loop {
  return { name: "demo", idleMs, runOnce: () => maker.makeNext() };
}

/** What the environment says of the demo: all of it where it says nothing. */
export const demoSettings = ({ env }: Runtime): DemoSettings => env.demo ?? { workspaces: "all", days: 90 };
