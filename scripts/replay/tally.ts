import type { Answer, Outcome } from "./product.ts";

export type Rejection = { line: number; updateId: number | null; reason: string };

const reactions = ["answer", "clarify", "handoff", "act", "waiting", "none"] as const;

/** What came of a replay. What only the product can tell is null where it was not asked. */
export type Report = {
  lines: number;
  /** The door said 200. */
  taken: number;
  /** Not stored, though sent again and again, or not sent any more. */
  unsent: number;
  retries: number;
  stored: number | null;
  /** Of these: had been stored before this replay, so it changed nothing. */
  storedBefore: number | null;
  /** Stand in a thread or a group's record. */
  shown: number | null;
  /** Had an effect without being a message: who blocks the bot, a group's change. */
  noted: number | null;
  /** Stored and nothing else: the product has nothing to do with this kind. */
  ignored: number | null;
  /** What the agent did with the messages of customers that are shown. */
  agent: Record<(typeof reactions)[number], number> | null;
  rejected: number;
  rejections: Rejection[];
};

/** Counts a replay as it goes. Every line is taken, rejected or unsent. */
export class Tally {
  lines = 0;
  unsent = 0;
  #retries = 0;
  readonly #taken: { line: number; updateId: number }[] = [];
  readonly #rejections: Rejection[] = [];

  /** The updates that the door took, oldest first. */
  get takenIds(): number[] {
    return this.#taken.map(({ updateId }) => updateId);
  }

  reject(line: number, updateId: number | null, reason: string): void {
    this.#rejections.push({ line, updateId, reason });
  }

  note(line: number, updateId: number | null, { status, error, retries }: Answer): void {
    this.#retries += retries;
    if (status === 503 || status === 0) this.unsent += 1;
    else if (status !== 200) this.reject(line, updateId, `${status} ${error ?? ""}`.trim());
    else if (updateId === null) this.reject(line, null, "no update_id");
    else this.#taken.push({ line, updateId });
  }

  /**
   * @param outcomes  what the product says of the updates it took; null where it was not asked
   * @param startedAt by the product's clock
   */
  report(outcomes: ReadonlyMap<number, Outcome> | null, startedAt: string | null): Report {
    const base = {
      lines: this.lines,
      taken: this.#taken.length,
      unsent: this.unsent,
      retries: this.#retries,
    };
    if (!outcomes) {
      const rejections = sorted(this.#rejections);
      const unknown = {
        stored: null,
        storedBefore: null,
        shown: null,
        noted: null,
        ignored: null,
        agent: null,
      };
      return { ...base, ...unknown, rejected: rejections.length, rejections };
    }
    const counts = { stored: 0, storedBefore: 0, shown: 0, noted: 0, ignored: 0 };
    const agent = { answer: 0, clarify: 0, handoff: 0, act: 0, waiting: 0, none: 0 };
    const refused: Rejection[] = [];
    for (const { line, updateId } of this.#taken) {
      const outcome = outcomes.get(updateId);
      if (outcome?.state !== "accepted") {
        refused.push({ line, updateId, reason: outcome?.reason ?? "not stored" });
        continue;
      }
      counts.stored += 1;
      if (startedAt && outcome.receivedAt && outcome.receivedAt < startedAt) counts.storedBefore += 1;
      if (outcome.isShown) counts.shown += 1;
      else if (outcome.effect === "ignored") counts.ignored += 1;
      else counts.noted += 1;
      if (outcome.isShown && outcome.effect === "message") agent[outcome.agent] += 1;
    }
    const rejections = sorted([...this.#rejections, ...refused]);
    return { ...base, ...counts, agent, rejected: rejections.length, rejections };
  }
}

const sorted = (rejections: readonly Rejection[]): Rejection[] =>
  [...rejections].sort((a, b) => a.line - b.line);

/** The report as lines for people; the last one holds the figures. */
export function describeReport(report: Report): string[] {
  const lines = report.rejections.map(
    ({ line, updateId, reason }) => `line ${line}, update ${updateId ?? "without id"}: rejected, ${reason}`,
  );
  const { agent } = report;
  if (agent) {
    lines.push(
      `the agent: answered ${agent.answer}, asked back ${agent.clarify}, handed off ${agent.handoff}, acts ${agent.act}, ` +
        `not yet ${agent.waiting}, left to people ${agent.none}`,
    );
  } else {
    lines.push(
      "What was stored, shown and answered is not known: the sandbox is off there, and the door tells only that it took an update.",
    );
  }
  if (report.storedBefore)
    lines.push(`stored before this replay: ${report.storedBefore} (a second time changes nothing)`);
  if (report.noted) lines.push(`stored and in effect without being a message: ${report.noted}`);
  if (report.unsent)
    lines.push(`not stored, the product put it off too often or the replay was stopped: ${report.unsent}`);
  const known = (value: number | null | undefined) => value ?? "?";
  lines.push(
    `lines ${report.lines} taken ${report.taken} stored ${known(report.stored)} shown ${known(report.shown)} ` +
      `answered ${known(agent?.answer)} ignored ${known(report.ignored)} rejected ${report.rejected}`,
  );
  return lines;
}
