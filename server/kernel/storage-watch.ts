import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { backFactor, storageMarks } from "@/lib/storage-marks";
import type { Env } from "./env";
import { databaseErrorCode, StorageFull } from "./errors";
import type { Logger } from "./logger";
import type { Metrics } from "./metrics";

/** `low`: operators are told. `full`: nothing that needs space is accepted. */
export type StorageState = "ok" | "low" | "full";

const lookEveryMs = 2_000;
/** What is full to whoever writes is not believed to be free again for so long, whatever the file system says. */
const refusedMs = 15_000;

/** Disk full and over quota, as Postgres and the file system say it. */
const fullCodes: readonly string[] = ["53100", "ENOSPC", "EDQUOT"];

/** The state that so many free bytes are, coming from another one. */
export function storageStateOf(
  freeBytes: number,
  marks: ReturnType<typeof storageMarks>,
  before: StorageState,
): StorageState {
  const below = (mark: number, isWithin: boolean) => freeBytes < mark * (isWithin ? backFactor : 1);
  if (below(marks.stopBytes, before === "full")) return "full";
  return below(marks.lowBytes, before !== "ok") ? "low" : "ok";
}

/**
 * Looks after the space in the data folder, where the embedded database and the files lie. The one place that decides
 * whether the product accepts anything: doors ask `isAccepting` or `requireRoom`. A database elsewhere is known by its
 * own word alone: what fails for a full disk there is told by `note`.
 */
export class StorageWatch {
  #state: StorageState = "ok";
  #freeBytes: number | null = null;
  #totalBytes: number | null = null;
  /** On the steady clock: until then a write that found the disk full is believed. */
  #refusedUntil = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #isBlind = false;

  constructor(
    private readonly options: {
      env: Pick<Env, "dataDir" | "storage">;
      logger: Pick<Logger, "info" | "warn" | "error">;
      metrics: Pick<Metrics, "storageBytes" | "accepting">;
      /** Hears of each change between accepting and not. */
      onTurn(): void;
      statfs?: (path: string) => Promise<Pick<StatsFs, "bavail" | "blocks" | "bsize">>;
      /** Milliseconds that only go forward. */
      steadyMs?: () => number;
    },
  ) {}

  get state(): StorageState {
    return this.#state;
  }

  get isAccepting(): boolean {
    return this.#state !== "full";
  }

  /** Of the data folder's file system; null before the first look and where it does not tell. */
  get bytes(): { free: number; total: number } | null {
    return this.#freeBytes === null || this.#totalBytes === null
      ? null
      : { free: this.#freeBytes, total: this.#totalBytes };
  }

  /**
   * For whatever needs space, before any of it is taken.
   *
   * @param bytes how much it will be, where that is known
   * @throws StorageFull nothing was changed
   */
  requireRoom(bytes = 0): void {
    if (!this.isAccepting) throw new StorageFull();
    if (bytes > 0 && this.#freeBytes !== null && this.#freeBytes - bytes < this.#marks().stopBytes)
      throw new StorageFull();
  }

  /** Looks at once, and every two seconds from then on. */
  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    const { env, metrics, logger } = this.options;
    try {
      const { bavail, blocks, bsize } = await (this.options.statfs ?? statfs)(env.dataDir);
      this.#freeBytes = bavail * bsize;
      this.#totalBytes = blocks * bsize;
      this.#isBlind = false;
    } catch (error) {
      if (!this.#isBlind) logger.warn({ error }, "the free space of the data folder could not be read");
      this.#isBlind = true;
    }
    if (this.#freeBytes !== null) metrics.storageBytes.set({ what: "free" }, this.#freeBytes);
    if (this.#totalBytes !== null) metrics.storageBytes.set({ what: "total" }, this.#totalBytes);
    this.#turn();
  }

  /** Takes note of an error that says that a disk is full; every other one is nothing to it. */
  note(error: unknown): boolean {
    if (!fullCodes.includes(databaseErrorCode(error) ?? "")) return false;
    this.#refusedUntil = this.#now() + refusedMs;
    this.#turn();
    return true;
  }

  #turn(): void {
    const { logger, metrics, onTurn } = this.options;
    const before = this.#state;
    this.#state = this.#judge(before);
    metrics.accepting.set(this.isAccepting ? 1 : 0);
    if (this.#state === before) return;
    const fields = { freeBytes: this.#freeBytes, ...this.#marks() };
    if (this.#state === "full")
      logger.error(fields, "the disk is full: nothing is accepted until there is space again");
    else if (this.#state === "low")
      logger.warn(fields, "the disk is nearly full: free some space before nothing can be accepted");
    else logger.info(fields, "there is enough space on the disk again");
    if (this.isAccepting !== (before !== "full")) onTurn();
  }

  #judge(before: StorageState): StorageState {
    if (this.#now() < this.#refusedUntil) return "full";
    // Without figures it is tried again once the pause is over.
    if (this.#freeBytes === null) return "ok";
    return storageStateOf(this.#freeBytes, this.#marks(), before);
  }

  #marks() {
    return storageMarks(this.options.env.storage, this.#totalBytes ?? 0);
  }

  #now(): number {
    return (this.options.steadyMs ?? (() => performance.now()))();
  }
}
