import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { channels } from "./channels";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { messages } from "./conversations";
import { addresses } from "./customers";

export const deliveryPurposes = ["reply", "service", "marketing", "money"] as const;
export const deliveryStates = ["queued", "sending", "sent", "failed", "suppressed", "unconfirmed"] as const;

/** What a delivery does with its message at the platform. */
export const deliveryActions = ["send", "edit", "delete", "react"] as const;

/** The sending of one message to one address, or of a change to what was sent. */
export const deliveries = pgTable(
  "deliveries",
  {
    workspaceId: workspaceId(),
    id: id(),
    messageId: uuid("message_id").notNull(),
    addressId: uuid("address_id").notNull(),
    channelId: uuid("channel_id").notNull(),
    action: state("action", deliveryActions).notNull().default("send"),
    /** An edit's new text, a reaction's emoji; null for what sends the message itself. */
    text: text("text"),
    purpose: state("purpose", deliveryPurposes).notNull(),
    state: state("state", deliveryStates).notNull(),
    attempts: integer("attempts").notNull().default(0),
    providerMessageId: text("provider_message_id"),
    /** Of an album: the ids of all its parts, the first being `providerMessageId`. */
    providerMessageIds: text("provider_message_ids").array(),
    /** A code from the closed list in the deliveries' rules; screens say it in plain words. */
    errorCode: text("error_code"),
    /** What the platform said, for the log-minded. */
    errorText: text("error_text"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("deliveries_message").on(t.workspaceId, t.messageId),
    // What has ended badly is little, and is looked for by itself.
    index("deliveries_failed")
      .on(t.workspaceId, t.updatedAt)
      .where(sql`${t.state} in ('failed', 'unconfirmed')`),
    foreignKey({
      name: "deliveries_message_fk",
      columns: [t.workspaceId, t.messageId],
      foreignColumns: [messages.workspaceId, messages.id],
    }),
    foreignKey({
      name: "deliveries_address_fk",
      columns: [t.workspaceId, t.addressId],
      foreignColumns: [addresses.workspaceId, addresses.id],
    }),
    foreignKey({
      name: "deliveries_channel_fk",
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
    oneOf("deliveries_action", t.action, deliveryActions),
    oneOf("deliveries_purpose", t.purpose, deliveryPurposes),
    oneOf("deliveries_state", t.state, deliveryStates),
  ],
);

/** Claim table of the dispatcher: ids, due times and attempts only. A row lives until its delivery has ended. */
export const deliveryQueue = pgTable(
  "delivery_queue",
  {
    workspaceId: workspaceId(),
    deliveryId: uuid("delivery_id").notNull(),
    channelId: uuid("channel_id").notNull(),
    addressId: uuid("address_id").notNull(),
    /** 0 interactive (replies, service), 1 bulk. */
    lane: smallint("lane").notNull(),
    /** Order of queueing; a chat's deliveries leave in this order, the interactive ones first. */
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity(),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.deliveryId] }),
    // A bot's due deliveries in order, and the bots that have any by skipping from one to the next.
    index("delivery_queue_channel").on(t.channelId, t.lane, t.dueAt, t.position),
    // What came since the last look, past what was sent meanwhile. All rows are in it; that it says which has it found only
    // by the statement that says the same, and never taken for the order of one bot's.
    index("delivery_queue_due").on(t.dueAt).where(sql`${t.lane} >= 0`),
    // Whether a chat has an earlier one.
    index("delivery_queue_address").on(t.addressId, t.lane, t.position),
  ],
);
