import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ControlError } from "./errors";
import type { StateRecord } from "./records";
import type { BotState } from "./state";
import type { Store } from "./store";

export type Recording = { name: string; updates: number; isRunning: boolean };

const extension = ".jsonl";

/** Writes down what a bot is sent, one raw update a line: a fixture for later, here or for `npm run replay`. */
export class Recorder {
  private readonly running = new Map<string, () => void>();

  constructor(
    private readonly store: Store,
    private readonly folder: string,
  ) {}

  /** Starts a recording; one of that name that is there already is refused, never overwritten. */
  start(name: string, bot: BotState): void {
    const path = this.pathOf(name);
    if (existsSync(path))
      throw new ControlError(409, `There is a recording "${name}" already. Choose another name.`);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(path, "");
    const stop = this.store.watch((records) => {
      const lines = records.flatMap((record) => lineOf(record, bot.id));
      if (lines.length > 0) appendFileSync(path, lines.join(""));
    });
    this.running.set(name, stop);
  }

  stop(name: string): Recording {
    this.read(name);
    this.running.get(name)?.();
    this.running.delete(name);
    return this.entry(name);
  }

  /** Newest name last; what was recorded stays until it is deleted. */
  list(): Recording[] {
    if (!existsSync(this.folder)) return [];
    const names = readdirSync(this.folder).filter((file) => file.endsWith(extension));
    return names.sort().map((file) => this.entry(file.slice(0, -extension.length)));
  }

  /** The raw updates, one JSON a line. */
  read(name: string): string {
    const path = this.pathOf(name);
    if (!existsSync(path))
      throw new ControlError(404, `There is no recording "${name}". See GET /recordings.`);
    return readFileSync(path, "utf8");
  }

  delete(name: string): void {
    this.stop(name);
    rmSync(this.pathOf(name));
  }

  close(): void {
    for (const stop of this.running.values()) stop();
    this.running.clear();
  }

  private entry(name: string): Recording {
    const updates = this.read(name).split("\n").length - 1;
    return { name, updates, isRunning: this.running.has(name) };
  }

  private pathOf(name: string): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name))
      throw new ControlError(400, "A recording's name has 1 to 64 letters, digits, - and _.");
    return join(this.folder, `${name}${extension}`);
  }
}

function lineOf(record: StateRecord, bot: number): string[] {
  const isOwn = record.t === "update" && record.bot === bot && record.queued;
  return isOwn ? [`${JSON.stringify(record.update)}\n`] : [];
}
