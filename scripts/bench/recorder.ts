import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { createAgentLoop } from "@/server/agent";
import {
  countConversations,
  getConversation,
  getThread,
  ingestUpdate,
  listConversations,
} from "@/server/conversations";
import { getCustomer } from "@/server/customers";
import { createDispatcher } from "@/server/deliveries";
import { importText } from "@/server/imports";
import { getFigures } from "@/server/insight";
import {
  type Ctx,
  type Db,
  encodeSessionCookie,
  newId,
  openMemberContext,
  openSystemContext,
  type Runtime,
  sessionCookieName,
  startSession,
  toPublicId,
} from "@/server/kernel";
import type { Bench } from "./bench.ts";
import { openRuntime } from "./in-process.ts";
import type { LargeWorkspace } from "./large-workspace.ts";
import { faqCsv } from "./shop.ts";

export type Statement = { name: string; text: string; values: unknown[] };

/** The statements of one deed that one role sent, in order. */
export type Recording = { role: "app" | "worker"; statements: Statement[] };

class RolledBack extends Error {}

/**
 * Does what the product does most and records the statements it sends for it. Everything is rolled back, so that each
 * statement finds the same rows when it is sent again.
 */
export async function recordHotStatements(bench: Bench, large: LargeWorkspace): Promise<Recording[]> {
  const { channel, database, customers, conversationIds } = large;
  const runtime = await openRuntime(bench, database, Buffer.alloc(32));
  const system = await openSystemContext(channel.workspaceId, { kind: "system", name: "bench" });
  await importText({ ctx: system, input: { target: "faq", text: faqCsv } });
  const cookie = `${sessionCookieName()}=${await encodeSessionCookie(
    await startSession({ personId: large.member.personId, method: "demo" }),
  )}`;
  const request = { header: (name: string) => (name === "cookie" ? cookie : undefined) };
  const ctx: Ctx = await openMemberContext({ request, slug: channel.slug });
  await database.admin`update workspaces set is_agent_on = true where id = ${channel.workspaceId}`;
  // Both kinds of question: one to be answered from an order, one from a passage.
  await say(large, 0, "Siparişim nerede?");
  await say(large, 20, "Kapıda ödeme var mı?");
  await queueDelivery(large);
  await database.admin`analyze`;

  const recorder = new StatementRecorder(runtime);
  const conversationId = toPublicId("conversation", conversationIds[40]!);
  await recorder.deed("intake", () => say(large, 60, "Merhaba, siparişim nerede?"));
  await recorder.deed("agent", async () => {
    await createAgentLoop(runtime).runOnce();
    await sleep(2_000);
  });
  // The claim was real: without this, it would find nothing when it is sent again.
  await database.admin`update agent_jobs set lease_until = null, lease_holder = null, attempts = 0`;
  await recorder.deed("dispatch", async () => {
    await createDispatcher(runtime).runOnce();
    await sleep(500);
  });
  await recorder.deed("session", () => openMemberContext({ request, slug: channel.slug }));
  await recorder.deed("list", () => listConversations({ ctx, input: { status: "open" } }));
  await recorder.deed("get", () => getConversation({ ctx, input: { conversationId } }));
  await recorder.deed("thread", () => getThread({ ctx, input: { conversationId } }));
  await recorder.deed("counts", () => countConversations({ ctx }));
  await recorder.deed("customer", () =>
    getCustomer({ ctx, input: { customerId: toPublicId("customer", customers[40]!.customerId) } }),
  );
  await recorder.deed("figures", () => getFigures({ ctx, input: { days: 7 } }));
  await recorder.deed("find", () => listConversations({ ctx, input: { q: "TY-100040" } }));
  await runtime.stop();
  return recorder.recordings;
}

async function say(large: LargeWorkspace, customer: number, text: string): Promise<void> {
  const { channel, customers } = large;
  const { user, name } = customers[customer]!;
  const from = { id: user, is_bot: false, first_name: name };
  const message = {
    message_id: customer + 1,
    date: Math.floor(Date.now() / 1_000),
    chat: { id: user, type: "private" },
    from,
    text,
  };
  const update = { update_id: 1_000 + customer, message };
  await ingestUpdate(channel, update, JSON.stringify(update));
}

/** A delivery that waits to be sent. */
async function queueDelivery({ database: { admin }, channel }: LargeWorkspace): Promise<void> {
  const id = newId();
  await admin`insert into deliveries (workspace_id, id, message_id, address_id, channel_id, purpose, state, created_at, updated_at)
    select workspace_id, ${id}, id, address_id, ${channel.channelId}, 'reply', 'queued', now(), now() from messages
    where workspace_id = ${channel.workspaceId} and direction = 'out' limit 1`;
  await admin`insert into delivery_queue (workspace_id, delivery_id, channel_id, address_id, lane, due_at)
    select workspace_id, id, channel_id, address_id, 0, now() from deliveries where id = ${id}`;
}

/** Listens to both pools: to Drizzle by its logger, to plain statements by the client itself. */
class StatementRecorder {
  readonly recordings: Recording[] = [];
  readonly #seen = new Set<string>();
  #deed = "";

  constructor(runtime: Runtime) {
    this.#listen(runtime.app, "app");
    this.#listen(runtime.worker, "worker");
  }

  /** Records what this sends. A statement that an earlier deed has sent already is not recorded again. */
  async deed(name: string, work: () => Promise<unknown>): Promise<void> {
    this.#deed = name;
    this.recordings.push({ role: "app", statements: [] }, { role: "worker", statements: [] });
    await work();
    // Whose every statement is known already measures nothing new.
    for (const recording of this.recordings.slice(-2)) {
      const isNew = recording.statements.some(({ text }) => !this.#seen.has(text));
      if (!isNew) this.recordings.splice(this.recordings.indexOf(recording), 1);
      for (const { text } of recording.statements) this.#seen.add(text);
    }
  }

  #listen(db: Db, role: Recording["role"]): void {
    const record = (text: string, values: unknown[]) => {
      const own = this.recordings.slice(-2).find((recording) => recording.role === role);
      own?.statements.push({ name: `${this.#deed}: ${describe(text)}`, text, values });
    };
    const session = db._.session as unknown as { options: { logger?: unknown }; logger: unknown };
    session.logger = { logQuery: record };
    session.options.logger = session.logger;
    const transaction = db.transaction.bind(db);
    db.transaction = (async (work: Parameters<typeof transaction>[0]) => {
      let value: unknown;
      await transaction(async (tx) => {
        value = await work(tx);
        throw new RolledBack();
      }).catch(ignoreRollback);
      return value;
    }) as typeof db.transaction;
    db.$client = new Proxy(db.$client, {
      apply: async (client, _self, [strings, ...values]: [TemplateStringsArray, ...unknown[]]) => {
        record(
          strings.reduce((text, part, index) => `${text}$${index}${part}`),
          values,
        );
        let rows: unknown;
        await client
          .begin(async (tx) => {
            rows = await (tx as unknown as (...args: unknown[]) => Promise<unknown>)(strings, ...values);
            throw new RolledBack();
          })
          .catch(ignoreRollback);
        return rows;
      },
    }) as postgres.Sql;
  }
}

function ignoreRollback(error: unknown): void {
  if (!(error instanceof RolledBack)) throw error;
}

/** What a statement does to which table, for a line of the report. */
function describe(text: string): string {
  const [, verb, table] =
    /\b(insert into|update|delete from|from)\s+"?([a-z_]+)"?/i.exec(text.replace(/^with .*? as \(/is, "")) ??
    [];
  return `${verb === "from" ? "select" : (verb ?? "select").split(" ")[0]} ${table ?? ""}`.trim();
}
