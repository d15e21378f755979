import type { Ctx, DemoSettings, Loop, Runtime } from "@/server/kernel";
import type { DemoTelegram } from "./demo-telegram";
import { findDemo } from "./find-demo";
import { chunksIn, countChunksDone, fillHistory, planDemo } from "./history/fill-history";
import type { Visit } from "./history/plan-visits";
import { madeAt, openDemo } from "./open-demo";
import { demosOf } from "./settings";
import type { DemoWorkspace } from "./workspaces";

/** Between two looks when nothing is left to do; who asks for more wakes it. */
const idleMs = 60_000;

/**
 * Makes the demo: the shop with its newest days before anything else, then the others, then what is older, piece by
 * piece. What is done is seen by the rows, so a start that was killed anywhere is taken up by the next.
 */
export class DemoMaker {
  readonly #opened = new Map<string, { ctx: Ctx; plan: Visit[] }>();

  constructor(
    private readonly telegram: DemoTelegram,
    private readonly settings: DemoSettings,
  ) {}

  /** The first workspace with its newest days: what a visitor meets at once. */
  async makeFirst(): Promise<void> {
    const [first] = demosOf(this.settings);
    if (!first) return;
    const { ctx } = await this.#open(first);
    if ((await countChunksDone(ctx)) === 0) await this.#fill(first);
  }

  /** One step. True when something was done. */
  async makeNext(): Promise<boolean> {
    const states = [];
    for (const demo of demosOf(this.settings)) {
      const ctx = this.#opened.has(demo.slug) ? await findDemo(demo.slug) : null;
      states.push({ demo, done: ctx ? await countChunksDone(ctx) : -1 });
    }
    const all = chunksIn(this.settings.days);
    const next = states.sort((a, b) => a.done - b.done).find(({ done }) => done < all);
    if (!next) return false;
    if (next.done < 0) {
      await this.#open(next.demo);
      return true;
    }
    return this.#fill(next.demo);
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
