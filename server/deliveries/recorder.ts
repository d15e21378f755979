import { sql } from "drizzle-orm";
import { storableText } from "@/lib/text/storable";
import { isDataError, isDeadlock, newId, type Runtime } from "@/server/kernel";
import type { ClaimedDelivery } from "./claims";
import type { SendOutcome } from "./send-delivery";

/** A row for `record_deliveries`. */
type DeliveryResult = {
  workspace_id: string;
  delivery_id: string;
  message_id: string;
  conversation_id: string;
  channel_id: string;
  address_id: string;
  outcome: SendOutcome["outcome"];
  provider_message_id: string | null;
  provider_message_ids: string[] | null;
  error_code: string | null;
  error_text: string | null;
  due_at: string | null;
  is_counted: boolean;
  unreachable_reason: string | null;
  new_chat_id: string | null;
  channel_error: string | null;
  event_id: string;
  channel_event_id: string;
};

const maxBatch = 300;
/** Bulk results wait this long for company; an interactive one takes all that is there with it at once. */
const gatherMs = 40;
const longestPauseMs = 2_000;

/**
 * Writes what became of sends, in batches: what arrives while one is in flight becomes the next. While the database is
 * away it keeps the results and goes on trying, for a send that has happened must not be forgotten.
 */
export class Recorder {
  #pending: DeliveryResult[] = [];
  #isUrgent = false;
  #running: Promise<void> | null = null;

  /** @param onRecorded hears of each delivery whose claim has ended, however it ended */
  constructor(
    private readonly runtime: Pick<Runtime, "worker" | "clock" | "logger" | "metrics" | "wake">,
    private readonly holder: string,
    private readonly onRecorded: (deliveryId: string) => void,
  ) {}

  add(delivery: ClaimedDelivery, outcome: SendOutcome): void {
    this.#pending.push(this.#toResult(delivery, outcome));
    if (delivery.lane === 0 || this.#pending.length >= maxBatch) this.#isUrgent = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when everything handed in so far is written. */
  async drain(): Promise<void> {
    while (this.#running) {
      this.#isUrgent = true;
      await this.#running;
    }
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (this.#pending.length > 0) {
      if (!this.#isUrgent) await pause(gatherMs);
      const batch = this.#pending.splice(0, maxBatch);
      this.#isUrgent = this.#pending.length > 0;
      try {
        await this.#write(batch);
        failures = 0;
      } catch (error) {
        if (isDataError(error)) {
          await this.#writeOneByOne(batch);
          continue;
        }
        this.#pending.unshift(...batch);
        failures += 1;
        this.runtime.logger.warn(
          { failures, waiting: this.#pending.length, error },
          "sends could not be recorded yet",
        );
        // A deadlock is over at once; a database that is away takes its time.
        if (!isDeadlock(error)) await pause(Math.min(50 * 2 ** failures, longestPauseMs));
      }
    }
  }

  async #write(batch: readonly DeliveryResult[]): Promise<void> {
    await this.runtime.worker.$client`
      select recorded from record_deliveries(${JSON.stringify(batch)}::text::jsonb, ${this.holder}::uuid,
        ${this.runtime.clock.now().toISOString()}::text::timestamptz)`;
    for (const { outcome, delivery_id: deliveryId } of batch) {
      this.runtime.metrics.deliveries.inc({ state: outcome === "again" ? "queued" : outcome });
      this.onRecorded(deliveryId);
    }
    this.runtime.wake("relay");
    this.runtime.wake("dispatcher");
  }

  /** One row that cannot be stored must not hold back the others: its lease runs out, and it counts as interrupted. */
  async #writeOneByOne(batch: readonly DeliveryResult[]): Promise<void> {
    for (const result of batch) {
      try {
        await this.#write([result]);
      } catch (error) {
        this.runtime.logger.error(
          { workspaceId: result.workspace_id, deliveryId: result.delivery_id, error },
          "a send could not be recorded",
        );
        await this.runtime.worker
          .execute(
            sql`update delivery_queue set lease_holder = null where delivery_id = ${result.delivery_id}::uuid and workspace_id = ${result.workspace_id}::uuid`,
          )
          .catch(() => {});
        this.onRecorded(result.delivery_id);
      }
    }
  }

  #toResult(delivery: ClaimedDelivery, outcome: SendOutcome): DeliveryResult {
    const isAgain = outcome.outcome === "again";
    const isSent = outcome.outcome === "sent";
    const isUnreachable = outcome.outcome === "failed" && outcome.isUnreachable === true;
    return {
      workspace_id: delivery.workspaceId,
      delivery_id: delivery.deliveryId,
      message_id: delivery.messageId,
      conversation_id: delivery.conversationId,
      channel_id: delivery.channelId,
      address_id: delivery.addressId,
      outcome: outcome.outcome,
      provider_message_id: isSent ? outcome.providerMessageId : null,
      provider_message_ids: (isSent && outcome.providerMessageIds) || null,
      error_code: isSent ? null : outcome.reason,
      error_text: isSent || outcome.said === undefined ? null : storableText(outcome.said),
      due_at: isAgain ? new Date(this.runtime.clock.now().getTime() + outcome.inMs).toISOString() : null,
      is_counted: isAgain ? outcome.isCounted : true,
      unreachable_reason: isUnreachable ? outcome.reason : null,
      new_chat_id: (isAgain && outcome.newChatId) || null,
      channel_error: isAgain && outcome.isBotBroken ? "token_rejected" : null,
      event_id: newId(),
      channel_event_id: newId(),
    };
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
