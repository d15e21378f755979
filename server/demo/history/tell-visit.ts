import { TZDate } from "@date-fns/tz";
import { botText, describeWhenPeopleAnswer, findNextOpening, silenceMs } from "@/server/agent";
import type { PastConversation, PastMessage } from "@/server/conversations";
import type { WorkspaceRef } from "@/server/kernel";
import { manners } from "../data/manners";
import { whereIsIt } from "../data/shop-talk";
import type { Talks, Topic, Trouble } from "../data/talk";
import type { Random } from "../random";
import { type Rhythm, randomOf, type Visit } from "./plan-visits";
import { tellOrder } from "./tell-order";
import { fillIn, pickOpener, typeOnPhone } from "./type-like-people";

/** What a visit is told with. */
export type Setting = {
  rhythm: Rhythm;
  talks: Talks;
  now: Date;
  workspace: Pick<WorkspaceRef, "name" | "timeZone" | "businessHours" | "kind">;
  /** Who of the team answers. */
  memberIds: readonly string[];
  orderId(number: string): string;
  faqId(language: string, question: string): string;
};

type Run = NonNullable<PastMessage["run"]>;

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
/** A message so long after the end opens the conversation again. */
const reopenWithinMs = 72 * hourMs;

/** The whole conversation of a visit: the same visit and clock give the same one. */
export function tellVisit(visit: Visit, setting: Setting): PastConversation {
  const story = new Story(visit, setting);
  if (visit.about === "order") story.askOrder();
  else if (visit.about === "trouble") story.askPerson(visit.nth);
  else story.askTopics();
  return story.end();
}

/** One conversation as it goes on; nothing of it lies in the future. */
class Story {
  readonly #random: Random;
  readonly #messages: PastMessage[] = [];
  readonly #words: (typeof manners)["tr"];
  #at: number;
  #handoff: PastConversation["handoff"];
  #resolution: PastConversation["resolution"];
  #reopenedAt: Date | undefined;
  /** Members have ended it. */
  #isDone = false;

  constructor(
    readonly visit: Visit,
    readonly setting: Setting,
  ) {
    this.#random = randomOf(setting.rhythm, visit);
    this.#words = manners[visit.customer.language];
    this.#at = visit.at.getTime();
  }

  askTopics(): void {
    const random = this.#random;
    const { topics } = this.#talk;
    const topic = topics[this.visit.nth]!;
    if (this.#mayGreet() && random.chance(0.24)) this.#greet();
    this.#ask(topic);
    if (topics.length > 1 && random.chance(0.3)) {
      const other = topics[(this.visit.nth + random.between(1, topics.length - 1)) % topics.length]!;
      if (this.#pass(random.between(20, 240) * secondMs)) this.#ask(other, random.pick(this.#words.also));
    }
    const draw = random.between(1, 100);
    if (draw <= 42) this.#thank();
    else if (draw <= 50 && this.#talk.troubles.length > 0) this.#askAgain();
    this.#fallSilent();
  }

  askOrder(): void {
    const random = this.#random;
    const order = this.visit.order!;
    const { number } = order;
    if (this.#isEven && random.chance(0.8)) {
      this.#say(this.#type(random.pick(whereIsIt.without)));
      this.#reply(botText("tr", "ask.orderNumber"), {
        intent: "order_status",
        action: "clarify",
        band: "clarify",
        reason: "order_number_needed",
        sources: [],
      });
      if (!this.#pass(random.between(20, 180) * secondMs)) return;
      const surname = order.customerName.split(" ").at(-1)!;
      this.#say(
        random.pick([
          `${number} ${order.phone.slice(-4)} ${surname}`,
          `${number}, ${surname}, ${order.phone.slice(-4)}`,
        ]),
      );
    } else {
      this.#say(this.#type(random.pick(whereIsIt.withNumber).replace("{n}", number)));
    }
    this.#tellOrder();
    if (this.visit.isShort) {
      this.#thank();
      return;
    }
    if (random.chance(0.25) && this.#pass(random.between(6, 30) * hourMs)) {
      this.#say(this.#type(random.pick(whereIsIt.again).replace("{n}", number)));
      this.#tellOrder();
    }
    if (random.chance(0.5)) this.#thank();
    else if (random.chance(0.1)) this.#askAgain();
    this.#fallSilent();
  }

  askPerson(nth: number): void {
    const trouble = this.#talk.troubles[nth]!;
    const random = this.#random;
    if (this.#mayGreet() && random.chance(0.24)) this.#greet();
    this.#say(this.#type(random.pick(trouble.asks)));
    this.#handOver(trouble);
  }

  /** The conversation with its state as it stands now. */
  end(): PastConversation {
    const { customer } = this.visit;
    const isResolved = this.#resolution !== undefined && !this.#handoff;
    const isEnded = this.#isDone || (isResolved && this.#isLongAgo(silenceMs));
    return {
      customer,
      status: isEnded ? "closed" : this.#handoff ? "handed_off" : "open",
      messages: this.#messages,
      ...(this.#handoff ? { handoff: this.#handoff } : {}),
      ...(this.#resolution ? { resolution: this.#resolution } : {}),
      ...(this.#reopenedAt ? { reopenedAt: this.#reopenedAt } : {}),
    };
  }

  get #language() {
    return this.visit.customer.language;
  }

  get #talk() {
    return this.setting.talks[this.#language]!;
  }

  /** As the customer types it now. */
  #type(text: string): string {
    return typeOnPhone(this.#fill(text), {
      language: this.#language,
      random: this.#random,
      hour: this.#hour(),
      isFirst: this.#messages.length === 0,
    });
  }

  #hour(): number {
    return new TZDate(this.#at, this.setting.workspace.timeZone).getHours();
  }

  #fill(text: string): string {
    return fillIn(text, this.#language, this.#random);
  }

  /** Lets time go by; false where that would be in the future. */
  #pass(ms: number): boolean {
    if (this.#at + ms > this.setting.now.getTime()) return false;
    this.#at += ms;
    return true;
  }

  #isLongAgo(ms: number): boolean {
    return this.#at + ms <= this.setting.now.getTime();
  }

  #say(text: string): void {
    this.#messages.push({ at: new Date(this.#at), by: "customer", text });
  }

  #reply(text: string, run: Omit<Run, "scores" | "durationMs">): void {
    const random = this.#random;
    this.#pass(random.between(400, 1_900));
    const sure = run.action === "answer" ? random.between(84, 98) : random.between(38, 66);
    const scores: Record<string, number> = {};
    if (run.intent) {
      scores.other = random.between(1, 100 - sure) / 100;
      scores[run.intent] = sure / 100;
    }
    this.#messages.push({
      at: new Date(this.#at),
      by: "agent",
      text,
      run: { ...run, scores, durationMs: random.between(9, 48) },
    });
  }

  /** What is said in few ways begins every second conversation only: no two neighbours look alike. */
  get #isEven(): boolean {
    return this.visit.index % 2 === 0;
  }

  #mayGreet(): boolean {
    return this.#isEven && this.#messages.length === 0;
  }

  #greet(): void {
    this.#say(pickOpener(this.#language, this.#random, this.#hour()));
    const text = botText(this.#language, "greeting.first", { shop: this.setting.workspace.name });
    this.#reply(text, { intent: null, action: "act", band: null, reason: "greeted", sources: [] });
    this.#pass(this.#random.between(8, 70) * secondMs);
  }

  #ask(topic: Topic, before = ""): void {
    const { intent, question, answer } = topic;
    const asked = this.#type(this.#random.pick(topic.asks));
    this.#say(before ? `${before} ${asked.charAt(0).toLocaleLowerCase()}${asked.slice(1)}` : asked);
    const id = this.setting.faqId(this.#language, question);
    const score = this.#random.between(74, 97) / 100;
    this.#reply(this.#withQuestion(answer), {
      intent,
      action: "answer",
      band: "answer",
      reason: "faq_matched",
      sources: [{ kind: "faq", id, label: question, score }],
    });
  }

  #tellOrder(): void {
    const order = this.visit.order!;
    const text = tellOrder(order, new Date(this.#at), this.setting.workspace.timeZone);
    this.#reply(this.#withQuestion(text), {
      intent: "order_status",
      action: "answer",
      band: "answer",
      reason: "order_proved",
      sources: [{ kind: "shopOrder", id: this.setting.orderId(order.number), label: order.number }],
    });
  }

  #withQuestion(text: string): string {
    return `${text}\n\n${botText(this.#language, "helped.question")}`;
  }

  /** It helped, and the customer says so. */
  #thank(): void {
    if (!this.#pass(this.#random.between(8, 400) * secondMs)) return;
    this.#say(this.#random.pick(this.#words.thanks));
    this.#reply(botText(this.#language, "helped.confirmed"), {
      intent: null,
      action: "act",
      band: null,
      reason: "confirmed_helpful",
      sources: [],
    });
    this.#resolution = { kind: "confirmed", at: new Date(this.#at) };
  }

  /** It did not help: the same customer wants a person after all. */
  #askAgain(): void {
    const person = this.#talk.troubles.find(({ reason }) => reason === "asked_for_person");
    if (!person || !this.#pass(this.#random.between(30, 300) * secondMs)) return;
    this.#say(this.#type(this.#random.pick(person.asks)));
    this.#handOver(person);
  }

  /** A day without a word resolves what was answered; now and then the customer comes back to it. */
  #fallSilent(): void {
    if (this.#handoff) return;
    if (!this.#resolution && this.#isLongAgo(silenceMs)) {
      this.#resolution = { kind: "assumed", at: new Date(this.#at + silenceMs) };
    }
    if (!this.#resolution || !this.#random.chance(0.05)) return;
    const wait = silenceMs + this.#random.between(1, 40) * hourMs;
    const opened = this.#at + wait;
    if (opened - this.#resolution.at.getTime() > reopenWithinMs || !this.#pass(wait)) return;
    this.#reopenedAt = new Date(this.#at);
    const { troubles } = this.#talk;
    if (troubles.length === 0)
      this.#ask(this.#random.pick(this.#talk.topics), this.#random.pick(this.#words.also));
    else this.askPerson(this.#random.between(0, troubles.length - 1));
  }

  #handOver(trouble: Trouble): void {
    const random = this.#random;
    const language = this.#language;
    const { workspace, now, memberIds } = this.setting;
    const lead = ({ asked_for_person: "asked", complained: "upset", return_needs_person: "return" } as const)[
      trouble.reason as "complained"
    ];
    const when = describeWhenPeopleAnswer(workspace, language, new Date(this.#at));
    this.#reply(`${botText(language, `handoff.lead.${lead ?? "unsure"}`)} ${when}`, {
      intent: trouble.intent,
      action: "handoff",
      band: "handoff",
      reason: trouble.reason,
      sources: [],
    });
    const reply = this.#fill(random.pick(trouble.replies));
    this.#handoff = { reason: trouble.reason, summary: trouble.summary, suggestedReply: reply };

    const memberId = random.pick(memberIds);
    const opensAt = findNextOpening(workspace, new Date(this.#at));
    const from = opensAt?.getTime() ?? this.#at;
    // Most within the hour, some when the evening is over.
    const answeredAt = from + random.between(1, random.chance(0.8) ? 38 : 190) * minuteMs;
    if (answeredAt > now.getTime() || (this.visit.isFresh && random.chance(0.65))) return;
    this.#at = answeredAt;
    this.#handoff.assignedMemberId = memberId;
    this.#write(memberId, reply);
    if (random.chance(0.82) && this.#pass(random.between(30, 1_500) * secondMs)) {
      this.#say(this.#fill(random.pick(trouble.after ?? this.#words.after)));
      if (random.chance(0.3) && this.#pass(random.between(1, 14) * minuteMs)) {
        this.#say(random.pick(this.#words.thanks));
      }
      if (random.chance(0.75) && this.#pass(random.between(20, 400) * secondMs))
        this.#write(memberId, random.pick(this.#words.goodbyes));
    }
    this.#isDone = this.#isLongAgo(40 * minuteMs);
  }

  #write(memberId: string, text: string): void {
    this.#messages.push({ at: new Date(this.#at), by: "member", memberId, text });
  }
}
