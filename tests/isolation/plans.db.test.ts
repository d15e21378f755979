import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { agentLaterHandlers, createAgentLoop } from "@/server/agent";
import { getChannel, listChannels } from "@/server/channels";
import {
  type ConversationChange,
  changeConversations,
  closeConversation,
  countConversations,
  getConversation,
  getThread,
  ingestUpdate,
  listConversations,
  releaseToAgent,
  replyToConversation,
  takeOver,
} from "@/server/conversations";
import { findCustomers, getCustomer } from "@/server/customers";
import { createDispatcher } from "@/server/deliveries";
import { getActivation, getFigures, recomputeHour } from "@/server/insight";
import {
  type Ctx,
  encodeSessionCookie,
  encrypt,
  fromPublicId,
  listOwnWorkspaces,
  newId,
  openMemberContext,
  sessionCookieName,
  startSession,
  toPublicId,
} from "@/server/kernel";
import { listFacts, listFaq } from "@/server/knowledge";
import { listMembers } from "@/server/members";
import { addNote, listNotes } from "@/server/notes";
import { countUnread, listNotifications } from "@/server/notifications";
import { forgetOldRows, makePartitions } from "@/server/operations";
import { createMessageIndexLoop, searchMessages } from "@/server/search";
import { findShopOrders, getShopOrder, listShopOrders } from "@/server/stores";
import { createTag } from "@/server/tags";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { laterWorkflows, openEngine, startEngine } from "@/server/workflows";
import { loadWorkspace, neighbours } from "./large-workspace";
import { faultsOf, observe, type Statement } from "./observed-database";

/** A table of this many rows is large: nothing hot may read it from end to end. */
const largeRows = 2_000;
const state = useTestRuntime({ isServing: true });
let admin: postgres.Sql;
let observed: Awaited<ReturnType<typeof observe>>;
let large: Set<string>;
let owner: Ctx;
let asAgent: Ctx;
let cookie: string;
let personId: string;
let channelId: string;
let tagId: string;

beforeAll(async () => {
  const { runtime, urls, clock } = state;
  admin = postgres(urls.adminUrl, { max: 1, onnotice: () => {} });
  const made = await makeWorkspace(runtime);
  owner = made.member("owner");
  asAgent = made.as({ kind: "agent" });
  const now = clock.now();
  await makePartitions();
  await loadWorkspace(admin, { workspaceId: made.workspace.id, share: 1, now });
  for (let i = 0; i < neighbours; i += 1) {
    const neighbour = await makeWorkspace(runtime);
    await loadWorkspace(admin, { workspaceId: neighbour.workspace.id, share: 0.1, now });
  }
  await admin.unsafe("analyze");
  const tables = await admin<{ name: string }[]>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples >= ${largeRows}`;
  large = new Set(tables.map(({ name }) => name));
  [{ id: channelId }] = await admin<[{ id: string }]>`
    select id from channels where workspace_id = ${made.workspace.id}`;
  const tag = await createTag({ ctx: owner, input: { name: "Kargo" } });
  tagId = tag.id;
  // One in ten carries it; one in a hundred of the closed is spam.
  await admin`insert into conversation_tags (workspace_id, conversation_id, tag_id, created_at)
    select workspace_id, id, ${fromPublicId("tag", tagId)}, created_at from conversations
    where workspace_id = ${made.workspace.id} and hashtext(id::text) % 10 = 0`;
  await admin`update conversations set spam_at = closed_at
    where workspace_id = ${made.workspace.id} and status = 'closed' and hashtext(id::text) % 100 = 1`;
  // A note in each conversation that carries the tag, each calling the owner.
  await admin`insert into notes (workspace_id, id, conversation_id, customer_id, member_id, text, created_at)
    select c.workspace_id, c.id, c.id, c.customer_id, m.id, 'Not', c.created_at
    from conversation_tags t join conversations c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
    join members m on m.workspace_id = c.workspace_id and m.role = 'owner'`;
  await admin`insert into note_mentions (workspace_id, member_id, note_id) select workspace_id, member_id, id from notes`;
  await admin.unsafe("analyze notes");
  await admin.unsafe("analyze note_mentions");
  // And as many notifications of the owner's, one in three read.
  await admin`insert into notifications (workspace_id, id, person_id, kind, key, subject_kind, subject_id, href, params,
      created_at, read_at)
    select n.workspace_id, n.id, m.person_id, 'mentioned', 'mentioned ' || n.id, 'conversation', n.conversation_id,
      'conversations', '{}', n.created_at, case when hashtext(n.id::text) % 3 = 0 then n.created_at end
    from notes n join members m on m.workspace_id = n.workspace_id and m.id = n.member_id`;
  await admin.unsafe("analyze notifications");
  await admin.unsafe("vacuum analyze conversations");
  await admin.unsafe("analyze conversation_tags");
  // Nobody listens at its address: a send is refused at once.
  const token = encrypt(runtime.env.secret, "100001:nobody", `channel:${channelId}:token`);
  await admin`update channels set token_encrypted = ${token}, api_root = 'http://127.0.0.1:9' where id = ${channelId}`;
  personId = made.team.find(({ role }) => role === "owner")!.personId;
  cookie = `${sessionCookieName()}=${await encodeSessionCookie(await startSession({ personId, method: "test" }))}`;
  observed = await observe(runtime, urls);
}, 120_000);

afterAll(async () => {
  await observed?.stop();
  await admin?.end({ timeout: 5 });
});

/** Runs the work and judges every statement that it has sent, in functions of the database too. */
async function judge(
  work: () => Promise<unknown>,
  /** How many rows it may look at; and whether it walks over what was deleted and not yet swept away. */
  allowing: { mostRows?: number; hasDeadRows?: boolean } = {},
): Promise<Statement[]> {
  observed.take();
  await work();
  // The notices of the last statement come before its answer; those of other loops may still be on their way.
  const statements = observed.take();
  expect(statements.length, "statements seen").toBeGreaterThan(0);
  expect([...new Set(statements.flatMap((one) => faultsOf(one, large, allowing)))]).toEqual([]);
  return statements;
}

const conversationAt = async (status: string, offset = 0) => {
  const [row] = await admin<{ id: string; customer_id: string }[]>`
    select id, customer_id from conversations
    where workspace_id = ${owner.workspace.id} and status = ${status} order by created_at desc offset ${offset} limit 1`;
  return {
    conversationId: toPublicId("conversation", row!.id),
    customerId: toPublicId("customer", row!.customer_id),
  };
};

test("the tables that matter are large enough to be judged by", async () => {
  const [messages] = await admin<[{ n: number }]>`select count(*)::int as n from messages`;
  expect(messages.n).toBeGreaterThanOrEqual(50_000);
  for (const table of [
    "conversations",
    "messages",
    "customers",
    "identities",
    "addresses",
    "deliveries",
    "agent_runs",
    "terms",
    "message_terms",
    "shop_orders",
    "update_receipts",
    "delivery_queue",
    "agent_jobs",
    "later_jobs",
  ]) {
    expect([...large], table).toContain(table);
  }
});

test("a sequential scan is found where there is one", async () => {
  observed.take();
  await state.runtime.worker.$client`select count(*) from later_jobs where subject like '%x'`;
  expect(
    observed
      .take()
      .flatMap((one) => faultsOf(one, large))
      .join(),
  ).toContain("reads all of later_jobs");
});

describe("the inbox", () => {
  test.each(["open", "handed_off", "closed"] as const)("a page of %s, and the next one", async (status) => {
    await judge(async () => {
      const page = await listConversations({ ctx: owner, input: { status } });
      expect(page.items).toHaveLength(40);
      await listConversations({ ctx: owner, input: { status, cursor: page.nextCursor } });
    });
  });

  test.each<[string, object]>([
    ["mine", { assignee: "me" }],
    ["nobody's that wait", { assignee: "nobody", turn: "ours" }],
    ["snoozed ones", { isSnoozed: true }],
    ["one bot, in one language", { channelId: "*", language: "tr" }],
    ["one intent", { intent: "order_status" }],
    ["urgent ones", { priority: "urgent" }],
    ["a tag", { tagId: "*" }],
    ["spam", { isSpam: true }],
  ])("a list narrowed to %s, in every state, and its next page", async (_label, filters) => {
    const chosen = Object.fromEntries(
      Object.entries(filters).map(([name, value]) => [
        name,
        value !== "*" ? value : name === "tagId" ? tagId : toPublicId("channel", channelId),
      ]),
    );
    await judge(async () => {
      for (const status of ["open", "handed_off", "closed"] as const) {
        const page = await listConversations({ ctx: owner, input: { status, ...chosen } });
        if (page.nextCursor)
          await listConversations({ ctx: owner, input: { status, ...chosen, cursor: page.nextCursor } });
      }
    });
  });

  test("assigning, ranking, snoozing, tagging, and all of it taken back", async () => {
    const { conversationId } = await conversationAt("handed_off", 9);
    const changes: ConversationChange[] = [
      { kind: "assign", memberId: null },
      { kind: "prioritise", priority: "high" },
      { kind: "snooze", until: new Date(state.clock.now().getTime() + 3_600_000).toISOString() },
      { kind: "tag", tagId, isOn: true },
    ];
    await judge(async () => {
      const { done } = await changeConversations({
        ctx: owner,
        input: { changes: changes.map((change) => ({ conversationId, change })) },
      });
      const back = done.flatMap(({ undo }) => (undo ? [{ conversationId, change: undo }] : []));
      await changeConversations({ ctx: owner, input: { changes: back } });
    });
  });

  test("notes of a customer, where one is called, and a new one", async () => {
    const { conversationId } = await conversationAt("handed_off", 5);
    const noteId = toPublicId("note", newId());
    await judge(async () => {
      await addNote({ ctx: owner, input: { conversationId, noteId, text: "Bakıyorum." } });
      await listNotes({ ctx: owner, input: { conversationId } });
      await listNotifications({ ctx: owner });
      await listNotifications({ ctx: owner, input: { isUnread: true } });
      await countUnread({ ctx: owner });
    });
  });

  test("the counts", () => judge(() => countConversations({ ctx: owner })));

  test.each([
    ["a name", "ayşe yıl"],
    ["half a name", "meh"],
    ["a phone", "0530 000 0042"],
    ["an order's number", "BY-42"],
    ["a Telegram id", "5000000042"],
    ["nothing known", "bilinmeyen"],
  ])("a search by %s", async (_label, q) => {
    await judge(async () => {
      await listConversations({ ctx: owner, input: { q } });
      await listConversations({ ctx: owner, input: { q, status: "closed" } });
      await findCustomers({ ctx: owner, input: { q } });
    });
  });

  test.each([
    ["a word that every message has", "mesaj"],
    ["a rare word", "4242"],
    ["a frequent word and a rare one", "mesaj 4242"],
    ["an unfinished word", "mes"],
    ["letters that begin more words than are tried", "1"],
    ["two words that never meet", "mesaj zürafa"],
    ["a phrase and who said it", '"mesaj" from:agent'],
    ["no word, by who said it", "from:customer -mesaj"],
    ["conversations by what they are", "is:open lang:tr"],
    ["a tag that one in ten has", "mesaj tag:kargo"],
    ["a customer, who has several conversations", "customer:0530-000-0042 mesaj"],
    ["an order", "order:BY-42"],
    ["days", "mesaj after:2026-11-01 before:2026-11-21"],
  ])("a search in messages for %s, and its next page", async (_label, q) => {
    await judge(
      async () => {
        const page = await searchMessages({ ctx: owner, input: { q } });
        await searchMessages({ ctx: owner, input: { q, cursor: page.nextCursor } });
      },
      // An unfinished word is looked down by each word it may become.
      { mostRows: 30_000 },
    );
  });

  test("new words come into the index of messages", async () => {
    const { conversationId } = await conversationAt("handed_off", 4);
    const messageId = toPublicId("message", newId());
    const input = { conversationId, messageId, text: "Zürafa geldi.", lastSeenSeq: 99, force: true };
    await replyToConversation({ ctx: owner, input });
    const statements = await judge(() => createMessageIndexLoop(state.runtime).runOnce());
    expect(statements.some(({ text }) => /insert into message_terms/i.test(text))).toBe(true);
    const { groups } = await searchMessages({ ctx: owner, input: { q: "zürafa" } });
    expect(groups).toMatchObject([{ conversation: { id: conversationId } }]);
  });

  test("one conversation with its thread and its customer", async () => {
    const { conversationId, customerId } = await conversationAt("handed_off", 3);
    await judge(async () => {
      await getConversation({ ctx: owner, input: { conversationId } });
      await getThread({ ctx: owner, input: { conversationId } });
      await getThread({ ctx: owner, input: { conversationId, cursor: `3~${conversationId}` } });
      await getCustomer({ ctx: owner, input: { customerId } });
    });
  });

  test("taking over, replying, giving back, closing", async () => {
    const { conversationId } = await conversationAt("handed_off", 7);
    await judge(async () => {
      await takeOver({ ctx: owner, input: { conversationId } });
      const messageId = toPublicId("message", newId());
      const text = "Bakıyorum.";
      await replyToConversation({ ctx: owner, input: { conversationId, messageId, text, lastSeenSeq: 99 } });
      await releaseToAgent({ ctx: owner, input: { conversationId } });
      await closeConversation({ ctx: owner, input: { conversationId } });
    });
  });
});

describe("a message comes in and is answered", () => {
  let nextUpdate = 90_000_000;
  const deliver = (userId: number, text: string) => {
    const updateId = ++nextUpdate;
    const from = { id: userId, is_bot: false, first_name: "Ayşe" };
    const chat = { id: userId, type: "private" };
    const date = Math.floor(state.clock.now().getTime() / 1_000);
    const update = { update_id: updateId, message: { message_id: updateId, date, chat, from, text } };
    const channel = { workspaceId: owner.workspace.id, channelId };
    return { store: () => ingestUpdate(channel, update, JSON.stringify(update)) };
  };

  test("the intake: a known customer, a new one, many at once, and each once more", async () => {
    const updates = [
      deliver(5_000_000_009, "kargom nerede"),
      deliver(6_000_000_001, "merhaba"),
      ...Array.from({ length: 40 }, (_, index) => deliver(5_000_001_000 + index, "BY-42 nerede")),
    ];
    const statements = await judge(async () => {
      await Promise.all(updates.map(({ store }) => store()));
      await Promise.all(updates.map(({ store }) => store()));
    });
    // The steps inside the function were seen, not only the call of it.
    expect(statements.some(({ text }) => /insert into update_receipts/i.test(text))).toBe(true);
  });

  test("the agent: claims, the turn, orders, questions and the answer", async () => {
    const agent = createAgentLoop(state.runtime);
    const isIdle = async () => {
      const [due] = await admin<[{ n: number }]>`
        select count(*)::int as n from agent_jobs where due_at <= ${state.clock.now()}`;
      if (due.n > 0) throw new Error(`${due.n} jobs are due.`);
    };
    const statements = await judge(async () => {
      await deliver(5_000_000_010, "hediye paketi için ödeme gün ve saat kaç?").store();
      await deliver(5_000_000_012, "kargom nerede").store();
      await deliver(5_000_000_014, "BY-14 numaralı siparişim nerede, 0014 Kaya").store();
      await vi.waitFor(
        async () => {
          await agent.runOnce();
          await isIdle();
        },
        { timeout: 15_000, interval: 20 },
      );
    });
    for (const part of [
      /update agent_jobs/i,
      /from conversations c join customers/i,
      /insert into agent_runs/i,
    ]) {
      expect(
        statements.some(({ text }) => part.test(text)),
        String(part),
      ).toBe(true);
    }
  });

  test("the dispatcher claims what is due and writes down what became of it", async () => {
    const dispatcher = createDispatcher(state.runtime, { timeoutMs: 200 });
    const statements = await judge(async () => {
      await dispatcher.runOnce();
      await vi.waitFor(
        async () => {
          const [sending] = await admin<[{ n: number }]>`
            select count(*)::int as n from delivery_queue where lease_until is not null`;
          if (sending.n > 0) throw new Error(`${sending.n} are being sent.`);
        },
        { timeout: 15_000, interval: 50 },
      );
    });
    for (const part of [/claim_deliveries/i, /record_deliveries/i, /from delivery_queue q/i]) {
      expect(
        statements.some(({ text }) => part.test(text)),
        String(part),
      ).toBe(true);
    }
  });

  test("the relay empties a long outbox, batch by batch", async () => {
    await admin.unsafe(`insert into outbox (workspace_id, id, name, aggregate_id, actor_kind, occurred_at, due_at)
      select '${owner.workspace.id}', gen_random_uuid(), 'test/happened', gen_random_uuid(), 'system', now(), now()
      from generate_series(1, 20000)`);
    await admin.unsafe("analyze outbox");
    large.add("outbox");
    const statements = await judge(
      async () => {
        state.runtime.wake("relay");
        await vi.waitFor(
          async () => {
            const [left] = await admin<[{ n: number }]>`select count(*)::int as n from outbox`;
            if (left.n > 0) throw new Error(`${left.n} events are left.`);
          },
          { timeout: 20_000, interval: 50 },
        );
      },
      { hasDeadRows: true },
    );
    large.delete("outbox");
    expect(statements.some(({ text }) => /from "outbox"/i.test(text))).toBe(true);
  });

  test("a day of silence closes a conversation", async () => {
    const { conversationId } = await conversationAt("open", 11);
    const subject = conversationId.replace(/^cnv_(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    const job = { workspaceId: owner.workspace.id, kind: "conversations/silence", subject, attempts: 1 };
    await judge(() => agentLaterHandlers[job.kind]!(job));
  });
});

describe("the other pages", () => {
  test("the frame: session, workspace, member", () =>
    judge(async () => {
      const request = { header: (name: string) => (name === "cookie" ? cookie : undefined) };
      await openMemberContext({ request, slug: owner.workspace.slug });
      await listOwnWorkspaces(personId);
      await listMembers({ ctx: owner });
    }));

  test("figures, and an hour counted anew", () =>
    judge(async () => {
      await getFigures({ ctx: owner, input: { days: 90 } });
      await getFigures({ ctx: owner, input: { days: 1 } });
      await getActivation({ ctx: owner });
      const hour = new Date(Math.floor(state.clock.now().getTime() / 3_600_000) * 3_600_000 - 3_600_000);
      await recomputeHour({ ctx: asAgent, hour });
    }));

  test("shop orders: pages, searches, one order, and how the agent finds them", async () => {
    const statements = await judge(async () => {
      const page = await listShopOrders({ ctx: owner, input: {} });
      await listShopOrders({ ctx: owner, input: { cursor: page.nextCursor ?? "" } });
      for (const search of ["BY-4242", "YK4242", "ayşe"])
        await listShopOrders({ ctx: owner, input: { search } });
      await getShopOrder({ ctx: owner, input: { shopOrderId: page.rows[0]!.id } });
      await findShopOrders({ ctx: asAgent, input: { numbers: ["by 4242"] } });
      await findShopOrders({ ctx: asAgent, input: { codes: ["BY-4242", "YK77"] } });
      await findShopOrders({ ctx: asAgent, input: { phones: ["+905300000042"] } });
      await findShopOrders({ ctx: asAgent, input: { ids: [page.rows[0]!.id] } });
    });
    expect(statements.length).toBeGreaterThan(10);
  });

  test("questions and facts", () =>
    judge(async () => {
      await listFaq({ ctx: owner, input: {} });
      await listFacts({ ctx: owner });
    }));

  // Its counts stop at ten thousand.
  test("bots, and one bot", () =>
    judge(
      async () => {
        await listChannels({ ctx: owner });
        await getChannel({ ctx: owner, input: { channelId: toPublicId("channel", channelId) } });
      },
      { mostRows: 10_000 },
    ));

  test("the hourly upkeep", () =>
    judge(async () => {
      await makePartitions();
      await forgetOldRows();
    }));
});

/** The last one: from its start on the loops of workflows ask the database beside whatever is judged. */
test("what was asked for later is handed on when it is due", async () => {
  const { runtime } = state;
  const engine = await openEngine(runtime, laterWorkflows({ "test/nothing": async () => undefined }));
  const statements: Statement[] = [];
  await startEngine(runtime, engine);
  await vi.waitFor(() => {
    statements.push(...observed.take());
    if (!statements.some(({ text }) => /from later_jobs l\s+where l.due_at/i.test(text)))
      throw new Error("not yet");
  });
  expect(statements.flatMap((one) => faultsOf(one, large))).toEqual([]);
});
