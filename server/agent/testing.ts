import { and, asc, desc, eq } from "drizzle-orm";
import { addresses, agentJobs, agentRuns, conversations, customers, messages } from "@/db/schema";
import { ingestUpdate } from "@/server/conversations";
import { makeChannel } from "@/server/deliveries/testing";
import { type Ctx, inWorkspace, newId, openSystemContext, type Runtime } from "@/server/kernel";
import { claimJobs } from "./claim-jobs";
import { type RunOutcome, runAgent } from "./run-agent";

let nextId = 1_000;

type TestWorkspace = { as(actor: Ctx["actor"]): Ctx };
type Content = Record<string, unknown>;

/** A customer at a bot, driven through the real intake. */
export async function makeTalk(
  runtime: Runtime,
  workspace: TestWorkspace,
  options: { channelId?: string; name?: string; language?: string } = {},
) {
  const ctx = workspace.as({ kind: "system", name: "test" });
  const channelId = options.channelId ?? (await makeChannel(workspace)).channelId;
  const userId = ++nextId;
  const [firstName, ...rest] = (options.name ?? "Ayşe Yılmaz").split(" ");
  const from = {
    id: userId,
    is_bot: false,
    first_name: firstName,
    ...(rest.length > 0 ? { last_name: rest.join(" ") } : {}),
    ...(options.language ? { language_code: options.language } : {}),
  };
  const chat = { id: userId, type: "private" };
  const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(ctx, work);

  async function say(content: Content): Promise<void> {
    const updateId = ++nextId;
    const date = Math.floor(runtime.clock.now().getTime() / 1000);
    const update = { update_id: updateId, message: { message_id: updateId, date, chat, from, ...content } };
    await ingestUpdate({ workspaceId: ctx.workspace.id, channelId }, update, JSON.stringify(update));
  }
  async function press(data: string): Promise<void> {
    const updateId = ++nextId;
    const message = { message_id: 1, date: 1, chat, text: "…" };
    const update = { update_id: updateId, callback_query: { id: String(updateId), from, message, data } };
    await ingestUpdate({ workspaceId: ctx.workspace.id, channelId }, update, JSON.stringify(update));
  }
  const conversation = () =>
    read(async (tx) => {
      const [row] = await tx
        .select({ conversation: conversations, customer: customers })
        .from(conversations)
        .innerJoin(customers, eq(customers.id, conversations.customerId))
        .innerJoin(addresses, eq(addresses.id, conversations.addressId))
        .where(and(eq(conversations.channelId, channelId), eq(addresses.chatId, String(userId))))
        .orderBy(desc(conversations.createdAt))
        .limit(1);
      return row!;
    });

  return {
    channelId,
    userId,
    /** A text, or a whole content of a message. */
    say: (content: string | Content) => say(typeof content === "string" ? { text: content } : content),
    shareContact: (phone: string, isOwn = true) =>
      say({
        contact: { phone_number: phone, first_name: firstName, user_id: isOwn ? userId : userId + 1_000_000 },
      }),
    press,
    conversation: async () => (await conversation()).conversation,
    customer: async () => (await conversation()).customer,
    thread: async () => {
      const { conversation: row } = await conversation();
      return read((tx) =>
        tx.select().from(messages).where(eq(messages.conversationId, row.id)).orderBy(asc(messages.seq)),
      );
    },
    runs: async () => {
      const { conversation: row } = await conversation();
      return read((tx) =>
        tx.select().from(agentRuns).where(eq(agentRuns.conversationId, row.id)).orderBy(asc(agentRuns.toSeq)),
      );
    },
    /** Says it, lets the agent answer, and returns the answer. */
    async ask(content: string | Content) {
      await say(typeof content === "string" ? { text: content } : content);
      await letAgentWork(runtime);
      return this.lastReply();
    },
    async lastReply() {
      const said = (await this.thread()).filter(({ direction }) => direction === "out");
      return said.at(-1);
    },
    async lastRun() {
      return (await this.runs()).at(-1);
    },
    jobs: () => read((tx) => tx.select().from(agentJobs)),
  };
}

/** Runs claimed jobs, one after another, until there are none. */
export async function letAgentWork(runtime: Runtime): Promise<RunOutcome[]> {
  const outcomes: RunOutcome[] = [];
  for (;;) {
    const jobs = await claimJobs(runtime, { holder: newId(), limit: 8 });
    if (jobs.length === 0) return outcomes;
    for (const job of jobs) {
      outcomes.push(await runAgent(await openSystemContext(job.workspaceId, { kind: "agent" }), job));
    }
  }
}

export const orderHeading =
  "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price";

/** A file of shop orders, to be imported. */
export function orderCsv(
  ...orders: {
    number: string;
    name?: string;
    phone?: string;
    status?: string;
    tracking?: string;
    orderedAt?: string;
  }[]
): string {
  const rows = orders.map(({ number, name = "Ayşe Yılmaz", phone = "05321234567", ...rest }) =>
    [
      number,
      rest.orderedAt ?? "2026-11-18",
      name,
      phone,
      "",
      rest.status ?? "shipped",
      "Yurtiçi Kargo",
      rest.tracking ?? `TR${number.replace(/\D/g, "")}`,
      "2026-11-22",
      "",
      "Keten gömlek",
      "",
      "1",
      '"1.299,90"',
    ].join(","),
  );
  return [orderHeading, ...rows].join("\n");
}
