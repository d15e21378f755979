import { join } from "node:path";
import type { Clock } from "./clock";
import { FileShelf } from "./file-shelf";
import { Journal } from "./journal";
import type { StateRecord } from "./records";
import { TelegramState } from "./state";

/** Past this size the journal is compacted at once rather than at the next start (it stops the world for a second or two). */
const largestJournalBytes = 768 * 1024 * 1024;
/** A smaller journal is not worth compacting at the start. */
const smallJournalBytes = 1024 * 1024;

/** The state and its journal: what is committed here is on file before anyone is told. */
export class Store {
  readonly state = new TelegramState();
  readonly files: FileShelf;
  private readonly journal: Journal;
  private readonly watchers = new Set<(records: readonly StateRecord[]) => void>();

  constructor(
    folder: string,
    readonly clock: Clock,
  ) {
    this.journal = new Journal(join(folder, "telegram.jsonl"));
    this.files = new FileShelf(join(folder, "files"));
    const read = this.journal.open((record) => this.state.apply(record));
    if (this.journal.bytes > smallJournalBytes) {
      const kept = [...this.state.snapshot()];
      if (read > kept.length * 1.2) this.journal.rewrite(kept);
    }
  }

  /** Writes the facts of one action, then makes them true. Throws, and changes nothing, when they cannot be written. */
  commit(...records: StateRecord[]): void {
    if (records.length === 0) return;
    this.journal.append(records);
    for (const record of records) this.state.apply(record);
    if (this.journal.bytes > largestJournalBytes) this.journal.rewrite(this.state.snapshot());
    for (const watcher of this.watchers) watcher(records);
  }

  /** Calls `watcher` after every commit, until the returned function is called. */
  watch(watcher: (records: readonly StateRecord[]) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  close(): void {
    this.journal.close();
  }
}
