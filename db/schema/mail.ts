import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, state, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

export const mailTemplates = [
  "sign-in-link",
  "reset-password",
  "verify-email",
  "security-notice",
  "invitation",
  "bot-trouble",
  "weekly-report",
  "notification",
] as const;

export const mailStates = [
  "queued",
  "sending",
  "sent",
  "failed",
  "bounced",
  "complained",
  "suppressed",
  "unconfirmed",
] as const;

export const mailSuppressionReasons = ["bounced", "complained"] as const;
export const mailUnsubscribeWays = ["one_click", "page"] as const;

/**
 * A mail, of a workspace or of a person alone (sign-in, reset). Seen by its workspace, and by whoever holds its id: the
 * sender opens one mail at a time (`app.mail_id`), so that a person's mails are never read as a list.
 */
export const mails = pgTable(
  "mails",
  {
    id: uuid("id").primaryKey(),
    workspaceId: uuid("workspace_id").references(() => workspaces.id, { onDelete: "cascade" }),
    personId: uuid("person_id"),
    template: state("template", mailTemplates).notNull(),
    locale: text("locale").notNull(),
    /** As it goes into the envelope. */
    address: text("address").notNull(),
    /** As addresses are compared: small letters. */
    addressKey: text("address_key").notNull(),
    state: state("state", mailStates).notNull(),
    /** What the template says, encrypted, for it may hold a link that signs in; gone when the mail has ended. */
    contentEncrypted: text("content_encrypted"),
    attempts: integer("attempts").notNull().default(0),
    /** A code of the closed list in the mail's rules. */
    errorCode: text("error_code"),
    /** What the other server said, without addresses. */
    errorText: text("error_text"),
    /** Not worth sending afterwards: its link has ended. */
    goodUntil: instant("good_until"),
    version: bigint("version", { mode: "number" }).notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    sentAt: instant("sent_at"),
  },
  (t) => [
    index("mails_newest").on(t.workspaceId, t.createdAt.desc()).where(sql`workspace_id is not null`),
    index("mails_address").on(t.workspaceId, t.addressKey).where(sql`workspace_id is not null`),
    oneOf("mails_state", t.state, mailStates),
  ],
);

/** Claim table of the sender: ids, due times and attempts only. After the sending it says when the mail is forgotten. */
export const mailQueue = pgTable(
  "mail_queue",
  {
    /** Of mail without a workspace: the platform's scope, as for later jobs. */
    workspaceId: workspaceId(),
    mailId: uuid("mail_id").notNull(),
    step: state("step", ["send", "forget"]).notNull(),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.mailId] }),
    index("mail_queue_due").on(t.dueAt),
    oneOf("mail_queue_step", t.step, ["send", "forget"]),
  ],
);

/**
 * Addresses that refused for good, or whose owner called us unwanted. Of the platform: a dead mailbox is dead for
 * everybody. Seen by who names the address (`app.mail_address`), and by workspaces that have written to it.
 */
export const mailSuppressions = pgTable(
  "mail_suppressions",
  {
    addressKey: text("address_key").primaryKey(),
    reason: state("reason", mailSuppressionReasons).notNull(),
    /** What was said, without addresses. */
    detail: text("detail"),
    at: instant("at").notNull(),
  },
  (t) => [oneOf("mail_suppressions_reason", t.reason, mailSuppressionReasons)],
);

/** Who does not want a workspace's mail of one kind any more. */
export const mailUnsubscribes = pgTable(
  "mail_unsubscribes",
  {
    workspaceId: workspaceId(),
    addressKey: text("address_key").notNull(),
    template: state("template", mailTemplates).notNull(),
    way: state("way", mailUnsubscribeWays).notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.addressKey, t.template] }),
    oneOf("mail_unsubscribes_way", t.way, mailUnsubscribeWays),
  ],
);
