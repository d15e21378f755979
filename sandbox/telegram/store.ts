import { join } from "node:path";
import type { Clock } from "./clock";
import { Journal } from "./journal";
import { FileShelf } from "./media/file-shelf";
import type { StateRecord } from "./records";
import { TelegramState } from "./state";

/** Past this size the journal is compacted at once rather than at the next stop or start (all waits for a second or two). */
const largestJournalBytes = 768 * 1024 * 1024;
/** A smaller journal is not worth compacting at the start. */
const smallJournalBytes = 1024 * 1024;

/** The state and its journal: what is committed here is on file before anyone is told. */
export class Store {
  readonly state = new TelegramState();
  readonly files: FileShelf;
  private readonly journal: Journal;
  /** Facts in the file, the outdated ones included. */
  private facts: number;
  private readonly watchers = new Set<(records: readonly StateRecord[]) => void>();

  constructor(
    folder: string,
    readonly clock: Clock,
  ) {
    this.journal = new Journal(join(folder, "telegram.jsonl"));
    this.files = new FileShelf(join(folder, "files"));
    this.facts = this.journal.open((record) => this.state.apply(record));
    this.compact();
  }

  /** Writes the facts of one action, then makes them true. Throws, and changes nothing, when they cannot be written. */
  commit(...records: StateRecord[]): void {
    if (records.length === 0) return;
    this.journal.append(records);
    this.facts += records.length;
    for (const record of records) this.state.apply(record);
    if (this.journal.bytes > largestJournalBytes) this.compact();
    for (const watcher of this.watchers) watcher(records);
  }

  /** Calls `watcher` after every commit, until the returned function is called. */
  watch(watcher: (records: readonly StateRecord[]) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  close(): void {
    this.compact();
    this.journal.close();
  }

  /** Drops what no longer matters from the file, when that is a good part of it. */
  private compact(): void {
    const { size } = this.state;
    if (this.journal.bytes < smallJournalBytes || this.facts < size * 1.5) return;
    this.journal.rewrite(this.state.snapshot());
    this.facts = size;
  }
}
