import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalMail, startLocalMail } from "@/sandbox/mail/local-mail";
import { systemClock } from "@/sandbox/telegram/clock";
import { newId, toPublicId } from "@/server/kernel";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres";
import { makeOrder } from "../fixtures/local-telegram";
import { RunningProduct } from "./running-product";

/** The work that nobody waits for, in a product that is killed again and again; its mail server is another machine's. */
const kills = 4;
const callers = 16;
const guests = 24;
const reminders = 24;

let mail: LocalMail;
let product: RunningProduct;
let admin: postgres.Sql;

beforeAll(async () => {
  mail = await startLocalMail({
    origin: "http://127.0.0.1:9",
    clock: systemClock,
    log: () => {},
  });
  product = await RunningProduct.start({
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: "Santral <no-reply@santral.example>",
  });
  const { adminUrl } = await startEmbeddedPostgres({ dataDir: product.dataDir });
  const url = new URL(adminUrl);
  url.pathname = "/santral";
  admin = postgres(url.href, { max: 1, onnotice: () => {} });
}, 240_000);
afterAll(async () => {
  await admin?.end({ timeout: 1 });
  await product?.stop();
  await mail?.stop();
}, 60_000);

/** As a client does it: again, until it is known to be done. */
async function insist(
  call: () => Promise<unknown>,
  isDone: (error: Error) => boolean = () => false,
): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (isDone(error as Error)) return;
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

/** What a dead process held is free, as it is when its leases have run out. */
async function endLeases(): Promise<void> {
  await admin`update workflow_jobs set lease_until = now() where lease_until > now()`;
  await admin`update mail_queue set lease_until = now() where lease_until > now()`;
}

test("invitations, reminders and calls for the team: each arrives, and is told once", async () => {
  const { lastName } = makeOrder();
  const cookie = await product.signIn("owner");
  const ask = <T>(path: string, input: unknown, isMutation = true) =>
    product.procedure<T>(cookie, path, input, isMutation);
  const members = await ask<{ id: string; isYou: boolean }[]>("members.list", null, false);
  const me = members.find(({ isYou }) => isYou)!;
  const known = await ask<{ id: string }[]>("customers.find", { q: "Yılmaz" }, false);
  const bot = product.telegram.demo.bot.username;
  const customers = await Promise.all(
    Array.from({ length: callers }, (_, index) =>
      product.telegram.createCustomer(bot, {
        first_name: `Çağrı${index}`,
        last_name: lastName,
        language_code: "tr",
      }),
    ),
  );
  const taskIds = Array.from({ length: reminders }, () => newId());

  const work = Promise.all([
    ...customers.map(async (customer, index) => {
      await sleep(index * 400);
      await insist(() => customer.send({ text: "bir temsilciyle görüşmek istiyorum" }));
    }),
    ...Array.from({ length: guests }, async (_, index) => {
      await sleep(index * 300);
      const email = `misafir${index}.${lastName.toLowerCase()}@example.com`;
      await insist(
        () => ask("members.invite", { role: "support", email, locale: "tr" }),
        ({ message }) => message.includes("409"),
      );
    }),
    ...taskIds.map(async (id, index) => {
      await sleep(index * 300);
      const task = {
        taskId: toPublicId("task", id),
        customerId: known[index % known.length]!.id,
        title: `${lastName} ${index}`,
        assigneeId: me.id,
        dueDay: "2090-01-01",
        dueTime: "09:00",
      };
      await insist(() => ask("tasks.add", task));
      // The year 2090 comes early.
      await admin`update tasks set remind_at = now() where id = ${id}`;
      await admin`update later_jobs set due_at = now() where kind = 'tasks/remind' and subject = ${id}`;
    }),
  ]);
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(500 + Math.random() * 1_000);
    await product.killAndStartAgain(endLeases);
  }
  await work;

  const left = async () => {
    const [row] = await admin<{ count: number }[]>`
      select (select count(*) from mails where state in ('queued', 'sending'))::int
        + (select count(*) from later_jobs where due_at <= now()
           and kind in ('tasks/remind', 'notifications/waiting'))::int
        + (select count(*) from workflow_runs where state = 'running'
           and function_id in ('santral-tasks-remind', 'santral-notifications-waiting'))::int
        + (select count(*) from outbox)::int as count`;
    return row?.count;
  };
  await expect.poll(left, { timeout: 60_000, interval: 250 }).toBe(0);

  const invitations = await admin<{ state: string; count: number }[]>`
    select state, count(*)::int as count from mails where template = 'invitation' group by 1`;
  expect(invitations).toEqual([{ state: "sent", count: guests }]);
  const arrived = mail.mailbox.list({}).map(({ to }) => to);
  console.info(JSON.stringify({ kills, arrived: arrived.length, guests }));
  expect(new Set(arrived).size).toBe(guests);
  expect(arrived.length).toBeLessThanOrEqual(guests + kills * 8);

  const reminded = await admin<{ told: number }[]>`
    select count(n.id)::int as told from tasks t left join notifications n
      on n.workspace_id = t.workspace_id and n.subject_id = t.id and n.kind = 'task-due'
    where t.title like ${`${lastName} %`} group by t.id`;
  expect(reminded.map(({ told }) => told)).toEqual(Array(reminders).fill(1));

  const called = await admin<{ conversations: number; told: number; readers: number }[]>`
    select count(distinct c.id)::int as conversations, count(n.id)::int as told,
      count(distinct n.person_id)::int as readers
    from conversations c join customers k on k.workspace_id = c.workspace_id and k.id = c.customer_id
    left join notifications n on n.workspace_id = c.workspace_id and n.subject_id = c.id
      and n.kind = 'waiting' and n.withdrawn_at is null
    where k.display_name like ${`% ${lastName}`} group by c.id`;
  expect(called).toHaveLength(callers);
  const answering = members.length;
  for (const { told, readers } of called) {
    expect(told).toBe(readers);
    expect(readers).toBeGreaterThan(0);
    expect(readers).toBeLessThanOrEqual(answering);
  }
  expect(new Set(called.map(({ readers }) => readers)).size).toBe(1);
}, 240_000);
