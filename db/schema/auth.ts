import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, oneOf, state } from "./columns";

/** One human across workspaces; sessions belong to a person. */
export const people = pgTable("people", {
  id: uuid("id").primaryKey(),
  displayName: text("display_name").notNull(),
  locale: text("locale").notNull(),
  createdAt: instant("created_at").notNull(),
});

/** Why a session was ended before its time. */
export const sessionEnds = [
  "signed_out",
  "revoked",
  "password_changed",
  "other_browser",
  "replaced",
] as const;

/** A signed-in browser. The sign-in cookie carries this row's id and nothing else that is trusted. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id")
      .notNull()
      .references(() => people.id),
    method: text("method").notNull(),
    userAgent: text("user_agent"),
    /** Kind of the browser that signed in (`chrome/windows`); the session is good in that kind only. */
    browser: text("browser"),
    /** Where it was used last: the network address without its end. */
    network: text("network"),
    /** Two letters, where a proxy before us tells; never guessed. */
    country: text("country"),
    lastSeenAt: instant("last_seen_at"),
    /** The workspace that was open last: where the person goes after the next sign-in. */
    lastWorkspaceId: uuid("last_workspace_id"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    endReason: state("end_reason", sessionEnds),
  },
  (t) => [index("sessions_person").on(t.personId), oneOf("sessions_end_reason", t.endReason, sessionEnds)],
);

const ownPerson = () =>
  uuid("person_id")
    .notNull()
    .references(() => people.id);

/** A person's verified address, one at most. An address belongs to one person. */
export const personAddresses = pgTable(
  "person_addresses",
  {
    personId: ownPerson().primaryKey(),
    /** Normalised: trimmed, in small letters. */
    address: text("address").notNull(),
    verifiedAt: instant("verified_at").notNull(),
  },
  (t) => [uniqueIndex("person_addresses_address").on(t.address)],
);

/** A person's password, as argon2id keeps it. */
export const personPasswords = pgTable("person_passwords", {
  personId: ownPerson().primaryKey(),
  hash: text("hash").notNull(),
  changedAt: instant("changed_at").notNull(),
});

export const providers = ["telegram", "google", "microsoft"] as const;

/** An account elsewhere by which a person signs in. `subject` is that provider's own, lasting name for it. */
export const personAccounts = pgTable(
  "person_accounts",
  {
    provider: state("provider", providers).notNull(),
    subject: text("subject").notNull(),
    personId: ownPerson(),
    /** How the account is shown: an address, a user name or a name. */
    label: text("label").notNull(),
    linkedAt: instant("linked_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.provider, t.subject] }),
    uniqueIndex("person_accounts_person").on(t.personId, t.provider),
    oneOf("person_accounts_provider", t.provider, providers),
  ],
);

/** Someone who wants to sign up and has not proved the address yet; becomes a person under the same id. */
export const signUps = pgTable(
  "sign_ups",
  {
    personId: uuid("person_id").primaryKey(),
    address: text("address").notNull(),
    displayName: text("display_name").notNull(),
    locale: text("locale").notNull(),
    passwordHash: text("password_hash").notNull(),
    /** Hash of a secret that only the browser which signed up holds. */
    browserHash: text("browser_hash").notNull(),
    /** Where to go on afterwards: a path of ours. */
    next: text("next"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [index("sign_ups_address").on(t.address, t.createdAt)],
);

export const linkPurposes = ["sign-up", "sign-in", "reset", "address"] as const;

/** A link sent by mail. It holds this row's id and a secret, of which only the hash is kept. */
export const mailLinks = pgTable(
  "mail_links",
  {
    id: uuid("id").primaryKey(),
    personId: uuid("person_id").notNull(),
    purpose: state("purpose", linkPurposes).notNull(),
    secretHash: text("secret_hash").notNull(),
    address: text("address").notNull(),
    next: text("next"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** Used, or made worthless by a newer one. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("mail_links_person").on(t.personId, t.purpose),
    oneOf("mail_links_purpose", t.purpose, linkPurposes),
  ],
);

/** What happened to a person's access: who reads it is that person. Append-only for those who serve. */
export const personEvents = pgTable(
  "person_events",
  {
    personId: uuid("person_id").notNull(),
    id: uuid("id").notNull(),
    what: text("what").notNull(),
    /** The method, the device or the session it was about. */
    detail: text("detail"),
    network: text("network"),
    at: instant("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.id] })],
);

/**
 * Attempts to sign in that were wrong, or are not decided yet. Both keys are keyed hashes: of the address that was
 * given, whether or not it is anybody's, and of the network that it came from.
 */
export const signInAttempts = pgTable(
  "sign_in_attempts",
  {
    id: uuid("id").primaryKey(),
    addressKey: text("address_key").notNull(),
    sourceKey: text("source_key").notNull(),
    at: instant("at").notNull(),
    failedAt: instant("failed_at"),
  },
  (t) => [
    index("sign_in_attempts_address").on(t.addressKey, t.at),
    index("sign_in_attempts_source").on(t.sourceKey, t.at),
    index("sign_in_attempts_at").on(t.at),
  ],
);
