import {
  bigint,
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
import { bands, conversations } from "./conversations";
import { customers } from "./customers";
import { shopOrders } from "./stores";

/** Claim table of the agent: one row a conversation that has something unanswered. */
export const agentJobs = pgTable(
  "agent_jobs",
  {
    workspaceId: workspaceId(),
    conversationId: uuid("conversation_id").notNull(),
    /** Grows with every message that arrives meanwhile; the job ends only at the generation it was read at. */
    generation: bigint("generation", { mode: "number" }).notNull().default(1),
    dueAt: instant("due_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    leaseUntil: instant("lease_until"),
    leaseHolder: uuid("lease_holder"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.conversationId] }), index("agent_jobs_due").on(t.dueAt)],
);

export const agentActions = ["answer", "clarify", "handoff", "act"] as const;

/** What an answer rests on. */
export type AgentSource =
  | { kind: "shopOrder"; id: string; label: string }
  | { kind: "faq"; id: string; label: string; score: number }
  | { kind: "fact"; id: string; label: string };

/** One pass of intent → sources → answer, question or handoff. */
export const agentRuns = pgTable(
  "agent_runs",
  {
    workspaceId: workspaceId(),
    id: id(),
    conversationId: uuid("conversation_id").notNull(),
    fromSeq: bigint("from_seq", { mode: "number" }).notNull(),
    toSeq: bigint("to_seq", { mode: "number" }).notNull(),
    language: text("language").notNull(),
    intent: text("intent"),
    /** Calibrated score of each intent, 0 to 1. */
    scores: jsonb("scores").$type<Record<string, number>>().notNull(),
    sources: jsonb("sources").$type<AgentSource[]>().notNull(),
    action: state("action", agentActions).notNull(),
    band: state("band", bands),
    reason: text("reason").notNull(),
    durationMs: integer("duration_ms").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("agent_runs_conversation").on(t.workspaceId, t.conversationId, t.createdAt),
    index("agent_runs_created").on(t.workspaceId, t.createdAt),
    foreignKey({
      name: "agent_runs_conversation_fk",
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    oneOf("agent_runs_action", t.action, agentActions),
    oneOf("agent_runs_band", t.band, bands),
  ],
);

export const proofMethods = ["contact_button", "verified_identity", "order_details"] as const;

/** A customer has proved that a shop order is theirs. */
export const orderProofs = pgTable(
  "order_proofs",
  {
    workspaceId: workspaceId(),
    id: id(),
    customerId: uuid("customer_id").notNull(),
    shopOrderId: uuid("shop_order_id").notNull(),
    method: state("method", proofMethods).notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("order_proofs_order").on(t.workspaceId, t.customerId, t.shopOrderId),
    // Whose order this is, for the inbox's search by number.
    index("order_proofs_shop_order").on(t.workspaceId, t.shopOrderId),
    foreignKey({
      name: "order_proofs_customer_fk",
      columns: [t.workspaceId, t.customerId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
    foreignKey({
      name: "order_proofs_shop_order_fk",
      columns: [t.workspaceId, t.shopOrderId],
      foreignColumns: [shopOrders.workspaceId, shopOrders.id],
    }),
    oneOf("order_proofs_method", t.method, proofMethods),
  ],
);

/** Every failed or successful try at proof by details, counted against the daily limits. */
export const proofAttempts = pgTable(
  "proof_attempts",
  {
    workspaceId: workspaceId(),
    id: id(),
    customerId: uuid("customer_id").notNull(),
    /** As typed and folded; it need not exist, so that guesses at numbers are limited alike. */
    orderNumber: text("order_number").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("proof_attempts_customer").on(t.workspaceId, t.customerId, t.createdAt),
    index("proof_attempts_order").on(t.workspaceId, t.orderNumber, t.createdAt),
    foreignKey({
      name: "proof_attempts_customer_fk",
      columns: [t.workspaceId, t.customerId],
      foreignColumns: [customers.workspaceId, customers.id],
    }),
  ],
);
