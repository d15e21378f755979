import type { MessagePayload } from "@/db/schema";
import type { Runtime } from "@/server/kernel";
import type { DeliveryAction, DeliveryPurpose } from "./rules";

export type Lane = 0 | 1;

/** A bot's lane with the time of its first delivery (which may be in flight). */
export type DueLane = { workspaceId: string; channelId: string; lane: Lane; dueAt: Date };

/** How many of a bot's lane may be taken now; none of it was due before `due_from`. */
export type Wanted = { channel_id: string; lane: Lane; allowance: number; due_from: string };

export type ClaimedDelivery = {
  workspaceId: string;
  deliveryId: string;
  messageId: string;
  conversationId: string;
  channelId: string;
  addressId: string;
  lane: Lane;
  /** This one included. */
  tries: number;
  /** Another process was sending it and never said how it went. */
  wasInterrupted: boolean;
  purpose: DeliveryPurpose;
  author: string;
  chatId: string;
  isReachable: boolean;
  isOptedOut: boolean;
  action: DeliveryAction;
  /** What the message is (`text`, `photo` …) and says. */
  kind: string;
  text: string;
  payload: MessagePayload | null;
  /** An edit's new text, a reaction's emoji. */
  said: string | null;
  /** What the platform calls the message; null while it has not been sent. */
  providerMessageId: string | null;
  /** For deleting an album: all its parts. */
  providerMessageIds: string[] | null;
  /** What the platform calls the message that this one answers. */
  replyToProviderId: string | null;
};

type ClaimRow = {
  workspace_id: string;
  delivery_id: string;
  message_id: string;
  conversation_id: string;
  channel_id: string;
  address_id: string;
  lane: Lane;
  attempts: number;
  was_interrupted: boolean;
  purpose: DeliveryPurpose;
  author: string;
  chat_id: string;
  is_reachable: boolean;
  is_opted_out: boolean;
  action: DeliveryAction;
  kind: string;
  text: string;
  payload: MessagePayload | null;
  said: string | null;
  provider_message_id: string | null;
  /** As the driver leaves an array that is not a column's: `{7,8,9}`. */
  provider_message_ids: string | null;
  reply_to_provider_id: string | null;
};

type Client = Pick<Runtime, "worker">;

type LaneRow = { workspace_id: string; channel_id: string; lane: Lane; due_at: string };

/** More deliveries than this are looked at bot by bot. */
const manyDeliveries = 200;

/**
 * The bots that have something queued.
 *
 * @param from nothing is known to be queued that was due before: few deliveries since are read one by one. Many, and what was due
 *   before, are found by skipping through the index from one bot to the next.
 */
export async function findDueLanes(client: Client, from: Date): Promise<DueLane[]> {
  const rows = (from.getTime() > 0 && (await findFewSince(client, from))) || (await findLanes(client));
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    channelId: row.channel_id,
    lane: row.lane,
    dueAt: new Date(row.due_at),
  }));
}

/** @returns null where there are many */
async function findFewSince({ worker }: Client, from: Date): Promise<LaneRow[] | null> {
  const rows = await worker.$client<LaneRow[]>`
    select workspace_id, channel_id, lane, due_at from delivery_queue
    where lane >= 0 and due_at >= ${from.toISOString()}::text::timestamptz order by due_at limit ${manyDeliveries}`;
  if (rows.length === manyDeliveries) return null;
  const first = new Map<string, LaneRow>();
  for (const row of rows.toReversed()) first.set(`${row.channel_id} ${row.lane}`, row);
  return [...first.values()];
}

async function findLanes({ worker }: Client): Promise<LaneRow[]> {
  return worker.$client<LaneRow[]>`
    with recursive bots as (
      (select channel_id, workspace_id from delivery_queue order by channel_id limit 1)
      union all
      select next.channel_id, next.workspace_id from bots b cross join lateral (
        select channel_id, workspace_id from delivery_queue q where q.channel_id > b.channel_id order by channel_id limit 1
      ) next
    )
    select b.workspace_id, b.channel_id, lanes.lane, first.due_at
    from bots b cross join (values (0::smallint), (1::smallint)) as lanes(lane)
    cross join lateral (
      select q.due_at from delivery_queue q where q.channel_id = b.channel_id and q.lane = lanes.lane
      order by q.due_at limit 1
    ) first`;
}

/** Takes deliveries to send now, under a lease: from here on each is in flight until it is recorded. */
export async function claimDeliveries(
  { worker }: Client,
  input: {
    wanted: readonly Wanted[];
    resting: readonly string[];
    holder: string;
    now: Date;
    leaseMs: number;
  },
): Promise<ClaimedDelivery[]> {
  const rows = await worker.$client<ClaimRow[]>`
    select * from claim_deliveries(${JSON.stringify(input.wanted)}::text::jsonb, ${`{${input.resting.join(",")}}`}::text::uuid[],
      ${input.holder}::uuid, ${input.now.toISOString()}::text::timestamptz, ${input.leaseMs}::integer)`;
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    deliveryId: row.delivery_id,
    messageId: row.message_id,
    conversationId: row.conversation_id,
    channelId: row.channel_id,
    addressId: row.address_id,
    lane: row.lane,
    tries: row.attempts,
    wasInterrupted: row.was_interrupted,
    purpose: row.purpose,
    author: row.author,
    chatId: row.chat_id,
    isReachable: row.is_reachable,
    isOptedOut: row.is_opted_out,
    action: row.action,
    kind: row.kind,
    text: row.text,
    payload: row.payload,
    said: row.said,
    providerMessageId: row.provider_message_id,
    providerMessageIds: row.provider_message_ids?.match(/\d+/g) ?? null,
    replyToProviderId: row.reply_to_provider_id,
  }));
}

/**
 * Gives back what this holder has claimed and never heard of, because the claim's answer was lost: none of it has been
 * sent. Nobody else can, since a holder's own leases do not run out for it.
 *
 * @param kept what this holder does know of
 */
export async function giveBackLostClaims(
  { worker }: Client,
  input: { holder: string; kept: Iterable<string> },
): Promise<void> {
  await worker.$client`
    update delivery_queue set lease_until = null, lease_holder = null, attempts = greatest(attempts - 1, 0)
    where lease_holder = ${input.holder}::uuid
      and delivery_id <> all (${`{${[...input.kept].join(",")}}`}::text::uuid[])`;
}

/** Makes the lease of a send that takes long last from now on again. */
export async function holdClaim(
  { worker }: Client,
  input: { deliveryId: string; holder: string; now: Date; leaseMs: number },
): Promise<void> {
  await worker.$client`
    update delivery_queue
    set lease_until = ${input.now.toISOString()}::text::timestamptz + make_interval(secs => ${input.leaseMs / 1_000})
    where delivery_id = ${input.deliveryId}::uuid and lease_holder = ${input.holder}::uuid`;
}
