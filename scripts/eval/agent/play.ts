import { and, asc, desc, eq, gt } from "drizzle-orm";
import { type AgentSource, agentRuns, conversations, messages } from "@/db/schema";
import { runWaitingTurns } from "@/server/agent";
import { ingestUpdate } from "@/server/conversations";
import { verifyIdentity } from "@/server/customers";
import { type Ctx, inWorkspace, toPublicId } from "@/server/kernel";
import type { Action, Conversation, CustomerSetup, Said, Turn } from "./conversation.ts";
import { FieldInvalid } from "./fields.ts";
import { type Stage, setUpStage } from "./set-up.ts";

/** What the product did with a turn. */
export type Outcome = {
  /** `handoff` too where people have had the conversation since an earlier turn. */
  action: Action;
  reason: string;
  intent: string | null;
  language: string | null;
  /** What the customer was told, several messages apart by an empty line. */
  reply: string;
  sources: { kind: AgentSource["kind"]; id: string; label: string }[];
  isUrgent: boolean;
  ms: number;
};

export type Played = { conversation: Conversation; stage: Stage; turns: { turn: Turn; outcome: Outcome }[] };

let nextId = 1_000_000;

/**
 * Plays a conversation through the product's own code: the setup by its verbs, every message through intake, every
 * answer by the agent as it runs in service. Only the sending is left out.
 *
 * @throws FieldInvalid what the setup asks for is refused, or a turn presses a button that is not there
 */
export async function play(conversation: Conversation): Promise<Played> {
  const stage = await setUpStage(conversation);
  const customer = new Customer(stage, conversation.setup.customer);
  const turns: Played["turns"] = [];
  for (const [i, turn] of conversation.turns.entries()) {
    for (const said of turn.said) await customer.say(said, `turns[${i}].customer`);
    if (i === 0) await customer.proveEarlier();
    turns.push({ turn, outcome: await customer.hear() });
  }
  return { conversation, stage, turns };
}

class Customer {
  readonly #stage: Stage;
  readonly #setup: CustomerSetup;
  readonly #userId = ++nextId;
  #heardSeq = 0;
  #buttons: { label: string; data: string }[] = [];

  constructor(stage: Stage, setup: CustomerSetup) {
    this.#stage = stage;
    this.#setup = setup;
  }

  async say(said: Said, path: string): Promise<void> {
    const { ctx, channelId } = this.#stage;
    const update = this.#toUpdate(said, path);
    await ingestUpdate({ workspaceId: ctx.workspace.id, channelId }, update, JSON.stringify(update));
  }

  /** What the setup says to be verified was verified on an earlier day, by the button. */
  async proveEarlier(): Promise<void> {
    const { phone, isPhoneVerified } = this.#setup;
    if (!isPhoneVerified || !phone) return;
    const { customerId } = await this.#conversation();
    const ctx: Ctx = { ...this.#stage.ctx, actor: { kind: "agent" } };
    try {
      await verifyIdentity({ ctx, input: { customerId, kind: "phone", value: phone } });
    } catch (error) {
      throw new FieldInvalid("setup.customer.phone", `is refused (${(error as Error).message})`);
    }
  }

  /** Lets the agent work and returns what came of it. */
  async hear(): Promise<Outcome> {
    const { ctx } = this.#stage;
    const startedAt = performance.now();
    await runWaitingTurns(ctx.workspace.id);
    const ms = Math.round(performance.now() - startedAt);
    const conversation = await this.#conversation();
    const [run, said] = await inWorkspace(ctx, async (tx) => {
      const [newest] = await tx
        .select()
        .from(agentRuns)
        .where(and(eq(agentRuns.conversationId, conversation.id), gt(agentRuns.toSeq, this.#heardSeq)))
        .orderBy(desc(agentRuns.toSeq), desc(agentRuns.createdAt))
        .limit(1);
      const own = and(eq(messages.conversationId, conversation.id), gt(messages.seq, this.#heardSeq));
      return [newest, await tx.select().from(messages).where(own).orderBy(asc(messages.seq))];
    });
    const replies = said.filter(({ direction }) => direction === "out");
    this.#heardSeq = conversation.lastSeq;
    this.#buttons = replies.at(-1)?.payload?.buttons?.flat() ?? [];
    return {
      action: run?.action ?? (conversation.status === "handed_off" ? "handoff" : "act"),
      reason: run?.reason ?? "left_to_people",
      intent: run?.intent ?? null,
      language: run?.language ?? null,
      reply: replies.map(({ text }) => text).join("\n\n"),
      sources: (run?.sources ?? []).map(toNamedSource),
      isUrgent: conversation.isUrgent,
      ms,
    };
  }

  async #conversation(): Promise<typeof conversations.$inferSelect> {
    const [row] = await inWorkspace(this.#stage.ctx, (tx) =>
      tx.select().from(conversations).orderBy(desc(conversations.createdAt), desc(conversations.id)).limit(1),
    );
    if (!row) throw new Error("A conversation that a message has opened is not there.");
    return row;
  }

  #toUpdate(said: Said, path: string): Record<string, unknown> & { update_id: number } {
    const { name, language } = this.#setup;
    const [firstName = "Ayşe", ...rest] = name.split(" ");
    const from = {
      id: this.#userId,
      is_bot: false,
      first_name: firstName,
      ...(rest.length > 0 ? { last_name: rest.join(" ") } : {}),
      ...(language ? { language_code: language } : {}),
    };
    const updateId = ++nextId;
    const chat = { id: this.#userId, type: "private" };
    const date = Math.floor(this.#stage.ctx.clock.now().getTime() / 1_000);
    if (said.kind === "press") {
      const message = { message_id: updateId, date, chat, text: "…" };
      const data = this.#findButton(said.label, path);
      return { update_id: updateId, callback_query: { id: String(updateId), from, message, data } };
    }
    const content = this.#toContent(said, path);
    return { update_id: updateId, message: { message_id: updateId, date, chat, from, ...content } };
  }

  #toContent(said: Exclude<Said, { kind: "press" }>, path: string): Record<string, unknown> {
    const file = { file_id: "evaluation", file_unique_id: `e${nextId}` };
    switch (said.kind) {
      case "text":
        return { text: said.text };
      case "photo":
        return { photo: [{ ...file, width: 90, height: 90, file_size: 1_000 }], caption: said.caption };
      case "contact": {
        const phone = said.phone ?? this.#setup.phone;
        if (!phone) throw new FieldInvalid(path, "shares a contact, and setup.customer.phone is not given");
        const userId = said.isOwn ? this.#userId : this.#userId + 500_000_000;
        return { contact: { phone_number: phone, first_name: "Ayşe", user_id: userId } };
      }
      case "unsupported":
        return said.what === "location"
          ? { location: { latitude: 41, longitude: 29 } }
          : { [said.what]: { ...file, duration: 3, width: 90, height: 90, type: "regular" } };
    }
  }

  /** A button of the last reply, by a part of its label or by its place, counted from 0. */
  #findButton(label: string, path: string): string {
    const wanted = label.toLocaleLowerCase("tr");
    const button =
      this.#buttons.find((candidate) => candidate.label.toLocaleLowerCase("tr").includes(wanted)) ??
      this.#buttons[/^\d+$/.test(label) ? Number(label) : -1];
    if (button) return button.data;
    const labels = this.#buttons.map((candidate) => candidate.label).join(", ") || "none";
    throw new FieldInvalid(path, `presses "${label}", and the buttons there are: ${labels}`);
  }
}

function toNamedSource(source: AgentSource): Outcome["sources"][number] {
  const { kind, label } = source;
  return { kind, label, id: kind === "faq" ? toPublicId("faqEntry", source.id) : source.id };
}
