import type { BenchDatabase } from "./bench.ts";
import type { Shot, ShotSource } from "./load.ts";
import type { BenchChannel } from "./workspaces.ts";

/** A request with the update it carries, by channel and id; a malformed one carries none. */
type UpdateShot = Shot & { update?: string };

/** Updates as the platform would send them: five in a hundred again, one in a hundred malformed. */
export class UpdateSource implements ShotSource {
  #nextId: number;
  readonly #recent: UpdateShot[] = [];
  /** What was answered with 200: it must be stored. */
  readonly acknowledged = new Set<string>();

  /**
   * @param customers who write, over all channels
   * @param firstId where another source sends to the same channels
   */
  constructor(
    readonly channels: readonly BenchChannel[],
    readonly customers: number,
    firstId = 1,
  ) {
    this.#nextId = firstId;
  }

  next(): UpdateShot {
    const draw = Math.random();
    const repeated = this.#recent[Math.floor(Math.random() * this.#recent.length)];
    if (draw < 0.05 && repeated) return repeated;
    const channel = this.channels[this.#nextId % this.channels.length]!;
    const headers = {
      "content-type": "application/json",
      "x-telegram-bot-api-secret-token": channel.webhookSecret,
    };
    const path = `/api/webhooks/telegram/${channel.key}`;
    if (draw < 0.06) return { path, headers, body: '{"message":{"text":"no update_id"}}' };
    const id = this.#nextId++;
    const from = 1_000_000 + Math.floor((Math.random() * this.customers) / this.channels.length);
    const person = { id: from, first_name: "Ayşe", last_name: `Yılmaz ${from}`, language_code: "tr" };
    const body = JSON.stringify({
      update_id: id,
      message: {
        message_id: id,
        date: Math.floor(Date.now() / 1000),
        chat: { ...person, type: "private" },
        from: { ...person, is_bot: false },
        text: `Merhaba, ${id} numaralı siparişim nerede kaldı acaba?`,
      },
    });
    const shot = { path, headers, body, update: `${channel.channelId} ${id}` };
    this.#recent[id % 500] = shot;
    return shot;
  }

  answered({ update }: UpdateShot, status: number): void {
    if (update && status === 200) this.acknowledged.add(update);
  }
}

/**
 * What is wrong with what is stored, or null: every update that was answered with 200 is there, each once, and every
 * conversation's messages have no gaps.
 */
export async function findLoss(
  { admin }: BenchDatabase,
  sources: readonly UpdateSource[],
): Promise<string | null> {
  // In one snapshot: what was asked for last may still be on its way.
  const [receipts, [counted]] = await admin.begin("isolation level repeatable read", async (tx) => [
    await tx<{ channel_id: string; update_id: string }[]>`select channel_id, update_id from update_receipts`,
    await tx<{ raw: number; messages: number; gaps: number }[]>`
      select (select count(*)::int from raw_updates) as raw, (select count(*)::int from messages) as messages,
        (select count(*)::int from conversations c where c.last_seq <> (
          select count(*) from messages m where m.workspace_id = c.workspace_id and m.conversation_id = c.id)) as gaps`,
  ]);
  const stored = new Set(receipts.map((row) => `${row.channel_id} ${row.update_id}`));
  const lost = sources.flatMap(({ acknowledged }) =>
    [...acknowledged].filter((update) => !stored.has(update)),
  );
  const { raw = 0, messages = 0, gaps = 0 } = counted ?? {};
  if (lost.length === 0 && raw === stored.size && messages === stored.size && gaps === 0) return null;
  return `${lost.length} lost; ${stored.size} receipts, ${raw} updates, ${messages} messages, ${gaps} conversations with gaps`;
}
