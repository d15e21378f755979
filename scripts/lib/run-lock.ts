import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PlainError } from "./plain-error.ts";
import { endProcess, identify, isAlive, type ProcessIdentity } from "./processes.ts";

/** Who runs the product of a data folder; kept in `run.json` there. */
export type Run = {
  start: ProcessIdentity;
  /** The npm that started it, when one did: without it nobody is left to end the start. */
  launcher: ProcessIdentity | null;
  server: ProcessIdentity | null;
  port: number;
};

const graceMs = 12_000;

/** Holds a data folder for one start at a time. */
export class RunLock {
  readonly #file: string;
  #run: Run;

  private constructor(file: string, run: Run) {
    this.#file = file;
    this.#run = run;
  }

  /** The live product of a data folder, after its orphans of a killed run have been ended. */
  static async findLive(dataDir: string, log: (message: string) => void): Promise<Run | null> {
    const run = read(fileOf(dataDir));
    if (!run) return null;
    const isOrphan = !isAlive(run.start) || (run.launcher !== null && !isAlive(run.launcher));
    if (!isOrphan) return run;
    const left = [run.start, run.server].filter((one) => one !== null && isAlive(one));
    if (left.length > 0) log("ending the server that a killed run has left behind");
    // The start first: it ends its own server, and the database with it.
    for (const identity of [run.start, run.server]) if (identity) await endProcess(identity, graceMs);
    rmSync(fileOf(dataDir), { force: true });
    return null;
  }

  /** @throws PlainError when another start was faster */
  static claim(dataDir: string, port: number): RunLock {
    const start = identify(process.pid);
    if (!start) throw new Error("This process cannot be identified.");
    const launcher = process.env.npm_lifecycle_event ? identify(process.ppid) : null;
    const run: Run = { start, launcher, server: null, port };
    try {
      writeFileSync(fileOf(dataDir), JSON.stringify(run), { flag: "wx", mode: 0o600 });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
      throw new PlainError("Another start of this data folder is under way.");
    }
    return new RunLock(fileOf(dataDir), run);
  }

  recordServer(pid: number): void {
    this.#run = { ...this.#run, server: identify(pid) };
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(this.#run), { mode: 0o600 });
    renameSync(draft, this.#file);
  }

  /** True when npm has gone without telling us (it was killed): we have to end ourselves. */
  isAbandoned(): boolean {
    return this.#run.launcher !== null && !isAlive(this.#run.launcher);
  }

  release(): void {
    rmSync(this.#file, { force: true });
  }
}

const fileOf = (dataDir: string) => join(dataDir, "run.json");

function read(file: string): Run | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Run;
  } catch {
    return null;
  }
}
