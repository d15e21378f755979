import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const channelKinds = ["telegram"] as const;
export const channelStates = ["active", "paused", "broken", "deleted"] as const;
/** How updates reach us: pushed to the webhook, or fetched by the holder of a lease. */
export const updateModes = ["webhook", "polling"] as const;

/** The bot's own texts by the customer's language, as last sent to the platform: only what differs is sent again. */
export type ChannelProfile = Partial<
  Record<
    "default" | "tr" | "en" | "ru" | "ar",
    { description: string; shortDescription: string; commands: { command: string; description: string }[] }
  >
>;

/** A connected way to talk: a Telegram bot. */
export const channels = pgTable(
  "channels",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    kind: state("kind", channelKinds).notNull(),
    /** Opaque, in the webhook's address; never the token. */
    key: text("key").notNull(),
    /** The bot's id at the platform. */
    providerAccountId: text("provider_account_id").notNull(),
    username: text("username").notNull(),
    displayName: text("display_name").notNull(),
    /** Absolute for a real server; a path such as `/sandbox/telegram` is resolved against the running origin. */
    apiRoot: text("api_root").notNull(),
    /** AES-256-GCM: key id, nonce, ciphertext and tag, as made by the kernel's `encrypt`. */
    tokenEncrypted: text("token_encrypted").notNull(),
    secretEncrypted: text("secret_encrypted").notNull(),
    updateMode: state("update_mode", updateModes).notNull(),
    state: state("state", channelStates).notNull(),
    profile: jsonb("profile").$type<ChannelProfile>().notNull(),
    lastError: text("last_error"),
    lastErrorAt: instant("last_error_at"),
    createdAt: instant("created_at").notNull(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("channels_key").on(t.key),
    // Across workspaces on purpose: the same bot in two workspaces is refused by the database itself.
    uniqueIndex("channels_account").on(t.kind, t.apiRoot, t.providerAccountId).where(sql`state <> 'deleted'`),
    oneOf("channels_kind", t.kind, channelKinds),
    oneOf("channels_update_mode", t.updateMode, updateModes),
    oneOf("channels_state", t.state, channelStates),
  ],
);

/** Claim table: who polls a bot that no webhook can reach. One leader a bot, by a lease. */
export const channelPolls = pgTable(
  "channel_polls",
  {
    workspaceId: workspaceId(),
    channelId: uuid("channel_id").notNull(),
    /** The next `offset` of getUpdates: every update below it is stored. */
    nextUpdateId: bigint("next_update_id", { mode: "number" }).notNull().default(0),
    dueAt: instant("due_at").notNull(),
    attempts: bigint("attempts", { mode: "number" }).notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.channelId] }), index("channel_polls_due").on(t.dueAt)],
);
