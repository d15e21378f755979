import { execFile, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { considerate, fullSpeed } from "./pace.ts";

/** A clock that stands still until somebody works or rests. */
function fakeClock() {
  const clock = {
    at: 0,
    worked: 0,
    rests: [] as number[],
    nowMs: () => clock.at,
    workedMs: () => clock.worked,
    work(ms: number) {
      clock.at += ms;
      clock.worked += ms;
    },
    /** Other threads work, for as long as nothing else. */
    workBeside(ms: number) {
      clock.worked += ms;
    },
    wait(ms: number) {
      clock.at += ms;
    },
    async sleep(ms: number) {
      clock.rests.push(ms);
      clock.at += ms;
    },
  };
  return clock;
}

async function* makePieces(count: number, work: () => void) {
  for (let n = 0; n < count; n += 1) {
    work();
    yield Uint8Array.of(n);
  }
}

describe("a considerate pace", () => {
  test("works its share of the time: what makes a piece counts, and what is done with it", async () => {
    const clock = fakeClock();
    const pace = considerate({ share: 0.25, rate: 0 }, clock);
    const seen: number[] = [];
    for await (const piece of pace(makePieces(50, () => clock.wait(3)))) {
      seen.push(piece[0]!);
      clock.work(7);
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(clock.at).toBeCloseTo((50 * 10) / 0.25);
    expect(clock.rests).toHaveLength(50);
  });

  test("counts what other threads work where that is more", async () => {
    const clock = fakeClock();
    for await (const _ of considerate({ share: 0.25, rate: 0 }, clock)(makePieces(50, () => clock.work(2))))
      clock.workBeside(8);
    expect(clock.worked).toBe(500);
    // Three times as long as both have worked; what other threads work takes no time of its own.
    expect(clock.at).toBeCloseTo(50 * 2 + 50 * 10 * 3);
  });

  test("asks for a piece only after its rest", async () => {
    const clock = fakeClock();
    const askedAt: number[] = [];
    const pieces = makePieces(3, () => void askedAt.push(clock.at));
    for await (const _ of considerate({ share: 0.5, rate: 0 }, clock)(pieces)) clock.work(10);
    expect(askedAt).toEqual([0, 20, 40]);
  });

  test("does not rest for long after what was slow to come", async () => {
    const clock = fakeClock();
    for await (const _ of considerate(
      { share: 0.25, rate: 0 },
      clock,
    )(makePieces(2, () => clock.wait(60_000))));
    expect(clock.rests).toEqual([100, 100]);
  });

  test("is no slower than its rate", async () => {
    const clock = fakeClock();
    const pieces = async function* () {
      for (let n = 0; n < 50; n += 1) {
        clock.work(20);
        yield new Uint8Array(1_000);
      }
    };
    for await (const _ of considerate({ share: 0.1, rate: 20_000 }, clock)(pieces()));
    // 1,000 bytes take 50 ms at this rate, of which 20 are worked; at its share they would take 200.
    expect(clock.at).toBe(50 * 50);
    expect(new Set(clock.rests)).toEqual(new Set([30]));
  });

  test("makes up for a second at the most where it was held up", async () => {
    const clock = fakeClock();
    const pieces = async function* () {
      for (let n = 0; n < 100; n += 1) {
        clock.work(n === 0 ? 60_000 : 25);
        yield new Uint8Array(1_000);
      }
    };
    for await (const _ of considerate({ share: 0.1, rate: 20_000 }, clock)(pieces()));
    // Each of them makes up for 25 ms of the second.
    expect(clock.rests.findIndex((ms) => ms > 0)).toBe(41);
    expect(clock.rests.slice(41)).toEqual(Array.from({ length: 59 }, () => 25));
  });

  test("is shared by streams that go on at once", async () => {
    const clock = fakeClock();
    const pace = considerate({ share: 0.5, rate: 0 }, clock);
    const [one, two] = [pace(makePieces(2, () => {})), pace(makePieces(2, () => {}))].map((each) =>
      each[Symbol.asyncIterator](),
    );
    await Promise.all([one!.next(), two!.next()]);
    clock.work(10);
    await Promise.all([one!.next(), two!.next()]);
    // The second one's rest comes after that of the first.
    expect(clock.rests).toEqual([10, 20]);
  });

  test("hands on a failure of its source, and ends the source when its reader ends", async () => {
    let isEnded = false;
    const endless = async function* () {
      try {
        for (;;) yield Uint8Array.of(1);
      } finally {
        isEnded = true;
      }
    };
    for await (const _ of considerate({ share: 0.5, rate: 0 }, fakeClock())(endless())) break;
    expect(isEnded).toBe(true);
    const failing = makePieces(1, () => {
      throw new Error("gone");
    });
    const read = async () => {
      for await (const _ of considerate({ share: 0.5, rate: 0 }, fakeClock())(failing));
    };
    await expect(read()).rejects.toThrow("gone");
  });
});

test("at full speed a stream is the same stream", () => {
  const pieces = makePieces(1, () => {});
  expect(fullSpeed(pieces)).toBe(pieces);
});

const idleClass = 5;
const hasClasses = spawnSync("chrt", ["--version"]).status === 0;

test.runIf(process.platform === "linux")("every thread of a process gives way", async () => {
  const script = `
    import { readdirSync, readFileSync } from "node:fs";
    import { stat } from "node:fs/promises";
    import { giveWay } from ${JSON.stringify(join(import.meta.dirname, "pace.ts"))};
    await stat("/");
    giveWay();
    const told = readdirSync("/proc/self/task").map((id) => {
      const fields = readFileSync("/proc/self/task/" + id + "/stat", "utf8").split(") ")[1].split(" ");
      return { nice: Number(fields[16]), policy: Number(fields[38]) };
    });
    console.log(JSON.stringify(told));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  const threads = JSON.parse(stdout) as { nice: number; policy: number }[];
  expect(threads.length).toBeGreaterThan(4);
  expect(new Set(threads.map(({ nice }) => nice))).toEqual(new Set([15]));
  expect(new Set(threads.map(({ policy }) => policy))).toEqual(new Set([hasClasses ? idleClass : 0]));
});

const sessionPriority = "/proc/self/autogroup";
const hasSessions = existsSync(sessionPriority);

test.runIf(process.platform === "linux")(
  "one that the product calls gives way before it loads anything, as a session of its own",
  async () => {
    const [called, typed, besideOthers] = await Promise.all([
      waysOf(["--serving"], { detached: true }),
      waysOf([], { detached: true }),
      waysOf(["--serving"], { detached: false }),
    ]);
    const policy = hasClasses ? idleClass : 0;
    expect(called).toEqual({ policy, session: hasSessions ? 19 : null });
    expect(typed).toEqual({ policy: 0, session: hasSessions ? 0 : null });
    // Whatever else is in its session is left as it is.
    expect(besideOthers).toEqual({ policy, session: hasSessions ? ownSession() : null });
  },
  // Who gives way waits for everything else that is tested.
  60_000,
);

const ownSession = () => Number(readFileSync(sessionPriority, "utf8").split("nice ").at(-1));

/** The class that `npm run backup` is of with these arguments when it is about to load the rest, and its session's priority. */
async function waysOf(
  args: string[],
  options: { detached: boolean },
): Promise<{ policy: number; session: number | null }> {
  const tell = `
    const fs = process.getBuiltinModule("node:fs");
    process.getBuiltinModule("node:module").registerHooks({
      resolve(specifier, context, next) {
        if (!specifier.endsWith("/command.ts")) return next(specifier, context);
        const policy = Number(fs.readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ")[38]);
        const session = ${hasSessions} ? Number(fs.readFileSync("${sessionPriority}", "utf8").split("nice ").at(-1)) : null;
        fs.writeSync(1, JSON.stringify({ policy, session }));
        process.exit();
      },
    });`;
  const script = join(import.meta.dirname, "../backup.ts");
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(tell)}`, script, ...args],
    { ...options, stdio: ["ignore", "pipe", "ignore"] },
  );
  return JSON.parse(await text(child.stdout)) as { policy: number; session: number | null };
}
