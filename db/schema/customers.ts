import {
  boolean,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { channels } from "./channels";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { members } from "./members";
import { workspaces } from "./workspaces";

export const identityKinds = ["telegram", "phone", "email"] as const;
export const verificationMethods = ["platform", "contact_button", "member"] as const;

/** One person who talks to or buys from one workspace. */
export const customers = pgTable(
  "customers",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    displayName: text("display_name").notNull(),
    /** What the platform says of the reader's language; a hint only. */
    languageHint: text("language_hint"),
    /** STOP: no more automatic messages; replies of members still go. */
    optedOutAt: instant("opted_out_at"),
    /** Blocked by a member: what they write is not taken in. */
    blockedAt: instant("blocked_at"),
    /** Another record of the same person, which has all of theirs now; until that is undone. */
    mergedIntoId: uuid("merged_into_id"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "customers_merged_into_fk",
      columns: [t.workspaceId, t.mergedIntoId],
      foreignColumns: [t.workspaceId, t.id],
    }),
  ],
);

/** What moved from one record to the other, by the ids of its rows. */
export type MergeRecord = {
  identities: string[];
  addresses: string[];
  conversations: string[];
  notes: string[];
  tasks: string[];
  ratings: string[];
  orderProofs: string[];
  proofAttempts: string[];
  /** Answers that the kept one did not have and has now. */
  fields: { fieldId: string; value: string }[];
  /** What of the kept one changed with it. */
  kept: { languageHint: string | null; optedOutAt: string | null };
};

/** Two records of one person made one, and how to make them two again. */
export const customerMerges = pgTable(
  "customer_merges",
  {
    workspaceId: workspaceId(),
    id: id(),
    keptId: uuid("kept_id").notNull(),
    mergedId: uuid("merged_id").notNull(),
    mergedBy: uuid("merged_by"),
    mergedAt: instant("merged_at").notNull(),
    /** Null once it can be undone no more. */
    record: jsonb("record").$type<MergeRecord>(),
    undoneAt: instant("undone_at"),
    undoneBy: uuid("undone_by"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("customer_merges_kept").on(t.workspaceId, t.keptId, t.id),
    index("customer_merges_merged").on(t.workspaceId, t.mergedId, t.id),
    foreignKey({
      name: "customer_merges_kept_fk",
      columns: [t.workspaceId, t.keptId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    foreignKey({
      name: "customer_merges_merged_fk",
      columns: [t.workspaceId, t.mergedId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    foreignKey({
      name: "customer_merges_by_fk",
      columns: [t.workspaceId, t.mergedBy],
      foreignColumns: [members.workspaceId, members.id],
    }),
    foreignKey({
      name: "customer_merges_undone_by_fk",
      columns: [t.workspaceId, t.undoneBy],
      foreignColumns: [members.workspaceId, members.id],
    }),
  ],
);

/** A normalised value that stands for the customer: a Telegram id, a phone in E.164, an e-mail in lower case. */
export const identities = pgTable(
  "identities",
  {
    workspaceId: workspaceId(),
    id: id(),
    customerId: uuid("customer_id").notNull(),
    kind: state("kind", identityKinds).notNull(),
    value: text("value").notNull(),
    verifiedAt: instant("verified_at"),
    verifiedBy: state("verified_by", verificationMethods),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("identities_value").on(t.workspaceId, t.kind, t.value),
    index("identities_customer").on(t.workspaceId, t.customerId),
    // Made deferrable by hand in the migration: intake inserts the identity first, so that two
    // concurrent first messages of one person never make two customers.
    foreignKey({
      name: "identities_customer_fk",
      columns: [t.workspaceId, t.customerId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    oneOf("identities_kind", t.kind, identityKinds),
    oneOf("identities_verified_by", t.verifiedBy, verificationMethods),
  ],
);

/** Where an identity can be reached on one channel. */
export const addresses = pgTable(
  "addresses",
  {
    workspaceId: workspaceId(),
    id: id(),
    customerId: uuid("customer_id").notNull(),
    identityId: uuid("identity_id").notNull(),
    channelId: uuid("channel_id").notNull(),
    chatId: text("chat_id").notNull(),
    isReachable: boolean("is_reachable").notNull().default(true),
    unreachableReason: text("unreachable_reason"),
    /** Its customer is blocked; here too, because intake reads this row anyway. */
    isBlocked: boolean("is_blocked").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("addresses_chat").on(t.workspaceId, t.channelId, t.chatId),
    index("addresses_customer").on(t.workspaceId, t.customerId),
    foreignKey({
      name: "addresses_customer_fk",
      columns: [t.workspaceId, t.customerId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    foreignKey({
      name: "addresses_identity_fk",
      columns: [t.workspaceId, t.identityId],
      foreignColumns: [identities.workspaceId, identities.id],
    }),
    foreignKey({
      name: "addresses_channel_fk",
      columns: [t.workspaceId, t.channelId],
      foreignColumns: [channels.workspaceId, channels.id],
    }),
  ],
);
