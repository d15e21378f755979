import type { Update } from "@grammyjs/types";
import type { StateRecord, UpdateKind } from "./records";
import type { BotState } from "./state";
import type { Store } from "./store";
import { expiryOf, kindsOnRequest } from "./update-of";

/** Tells the poller and the deliveries that an update of this bot is pending. */
export type Tell = (bot: BotState, updateId: number) => void;

/** Something that happens, on its way to the journal: its facts, and the updates that bots get of it. All or nothing. */
export class Deed {
  readonly records: StateRecord[];
  readonly tells: { bot: BotState; updateId: number }[];

  /** `part`: what happens together with it, in one line of the journal. */
  constructor(
    private readonly store: Store,
    part?: Deed,
  ) {
    this.records = part?.records ?? [];
    this.tells = part?.tells ?? [];
  }

  add(...records: StateRecord[]): void {
    this.records.push(...records);
  }

  /**
   * An update for one bot; `key` names the line it waits in.
   *
   * @returns its id, or null when the bot did not ask for that kind (the fact is kept all the same)
   */
  update(bot: BotState, kind: UpdateKind, content: Omit<Update, "update_id">, key: string): number | null {
    const { allowed } = bot;
    const isWanted = allowed && allowed.length > 0 ? allowed.includes(kind) : !kindsOnRequest.includes(kind);
    const before = this.tells.reduce((count, other) => count + (other.bot === bot ? 1 : 0), 0);
    const update = { update_id: isWanted ? bot.nextUpdateId + before : 0, ...content };
    const expiresAt = expiryOf(kind, this.store.clock.now());
    this.records.push({ t: "update", bot: bot.id, update, key, expiresAt, queued: isWanted });
    if (!isWanted) return null;
    this.tells.push({ bot, updateId: update.update_id });
    return update.update_id;
  }

  /** Writes it all down; only then is anybody told. */
  commit(tell: Tell): void {
    this.store.commit(...this.records);
    for (const { bot, updateId } of this.tells) tell(bot, updateId);
  }
}
