import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, oneOf, state, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const channelKinds = ["telegram"] as const;
export const channelStates = ["active", "paused", "broken", "deleted"] as const;
/** How updates reach us: pushed to the webhook, or fetched by the holder of a lease. */
export const updateModes = ["webhook", "polling"] as const;

/** How a bot answers: a person sends everything, the agent sends what it is sure of, or the agent answers. */
export const replyModes = ["manual", "hybrid", "automatic"] as const;
type Mode = (typeof replyModes)[number];
/**
 * The usual mode, and hours of the week with another one. `days` counts from Monday (0); `from` and `to` are minutes
 * since midnight in the workspace's zone, and hours that end before they begin end on the next day.
 */
export type ReplyPlan = {
  usual: Mode;
  hours: { days: number[]; from: number; to: number; mode: Mode }[];
};

/** What can be wrong with a bot. */
export const troubleCodes = [
  "token_rejected",
  "webhook_foreign",
  "webhook_missing",
  "webhook_refused",
  "webhook_failing",
  "polled_elsewhere",
] as const;
export const troubleEnds = ["itself", "member", "other"] as const;

export const profileFields = ["name", "description", "short_description", "commands", "photo"] as const;
export const profileChangeStates = ["waiting", "refused", "sent"] as const;
export const managedRequestStates = ["waiting", "opened", "made", "failed"] as const;

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
    replyPlan: jsonb("reply_plan").$type<ReplyPlan>().notNull().default({ usual: "automatic", hours: [] }),
    /** Made through the platform's own bot, which can be asked for its token. */
    isManaged: boolean("is_managed").notNull().default(false),
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

const ofChannel = (name: string, t: { workspaceId: AnyPgColumn; channelId: AnyPgColumn }) =>
  foreignKey({
    name,
    columns: [t.workspaceId, t.channelId],
    foreignColumns: [channels.workspaceId, channels.id],
  });

/** Claim table of the watcher: when each bot is looked at next. */
export const channelChecks = pgTable(
  "channel_checks",
  {
    workspaceId: workspaceId(),
    channelId: uuid("channel_id").notNull(),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.channelId] }), index("channel_checks_due").on(t.dueAt)],
);

/** What a bot did in one hour, added up from what the processes counted in memory. */
export const channelHours = pgTable(
  "channel_hours",
  {
    workspaceId: workspaceId(),
    channelId: uuid("channel_id").notNull(),
    hour: instant("hour").notNull(),
    received: integer("received").notNull().default(0),
    sent: integer("sent").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    /** Answers 429. */
    tooMany: integer("too_many").notNull().default(0),
    /** Calls that were timed, how long they took together, and the slowest. */
    calls: integer("calls").notNull().default(0),
    callsMs: bigint("calls_ms", { mode: "number" }).notNull().default(0),
    slowestMs: integer("slowest_ms").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.channelId, t.hour] }),
    ofChannel("channel_hours_channel_fk", t),
  ],
);

/** A time in which something kept a bot from working; at most one is open a bot. */
export const channelTroubles = pgTable(
  "channel_troubles",
  {
    workspaceId: workspaceId(),
    id: id(),
    channelId: uuid("channel_id").notNull(),
    code: state("code", troubleCodes).notNull(),
    /** The platform's own words, or the host that the updates go to. */
    detail: text("detail"),
    beganAt: instant("began_at").notNull(),
    /** When the members were told; null where it was mended before anybody had to know. */
    toldAt: instant("told_at"),
    endedAt: instant("ended_at"),
    endedBy: state("ended_by", troubleEnds),
    toldOverAt: instant("told_over_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("channel_troubles_open").on(t.workspaceId, t.channelId).where(sql`ended_at is null`),
    index("channel_troubles_channel").on(t.workspaceId, t.channelId, t.beganAt),
    ofChannel("channel_troubles_channel_fk", t),
    oneOf("channel_troubles_code", t.code, troubleCodes),
    oneOf("channel_troubles_ended_by", t.endedBy, troubleEnds),
  ],
);

/** What the owner wants a bot's profile to say and the platform has not taken yet; for a picture also what it took. */
export const channelProfileChanges = pgTable(
  "channel_profile_changes",
  {
    workspaceId: workspaceId(),
    channelId: uuid("channel_id").notNull(),
    field: state("field", profileFields).notNull(),
    /** `default`, `tr`, `en`, `ru` or `ar`; a picture has one for all. */
    language: text("language").notNull(),
    /** A text, a list of commands, or a JPEG in base64 (null takes the picture away). */
    value: jsonb("value").$type<string | { command: string; description: string }[] | null>(),
    state: state("state", profileChangeStates).notNull(),
    /** The platform takes it from then on. */
    retryAt: instant("retry_at"),
    /** Why it was refused, in the platform's words. */
    error: text("error"),
    memberId: uuid("member_id"),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "channel_profile_changes_pk",
      columns: [t.workspaceId, t.channelId, t.field, t.language],
    }),
    ofChannel("channel_profile_changes_channel_fk", t),
    oneOf("channel_profile_changes_field", t.field, profileFields),
    oneOf("channel_profile_changes_state", t.state, profileChangeStates),
  ],
);

/** A wish for a bot that the platform's own bot has Telegram make; its link carries a secret once. */
export const managedBotRequests = pgTable(
  "managed_bot_requests",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: id(),
    memberId: uuid("member_id").notNull(),
    secretHash: text("secret_hash").notNull(),
    name: text("name").notNull(),
    username: text("username").notNull(),
    /** Who opened the link: the bot that this person makes next is the one. */
    telegramUserId: text("telegram_user_id"),
    state: state("state", managedRequestStates).notNull(),
    channelId: uuid("channel_id"),
    error: text("error"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("managed_bot_requests_secret").on(t.secretHash),
    index("managed_bot_requests_user").on(t.telegramUserId),
    oneOf("managed_bot_requests_state", t.state, managedRequestStates),
  ],
);
