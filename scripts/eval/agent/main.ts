/**
 * `npm run eval:agent -- --file conversations.jsonl [--json] [--now MOMENT] [--all]`: plays conversations through the
 * product and says how many it resolved. docs/guide/judging.md tells the shape of the file.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fixedClock } from "@/server/kernel";
import { PlainError } from "../../lib/plain-error.ts";
import { runCommand } from "../../lib/run-command.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { lastLine } from "./figures.ts";
import { nameSources } from "./judge.ts";
import { readConversations } from "./read-conversations.ts";
import { openScratch } from "./scratch.ts";

const usage =
  "npm run eval:agent -- --file conversations.jsonl [--json] [--now 2026-11-20T09:00:00Z] [--all]\n" +
  "  --json  one object with every turn and the tables, and nothing else\n" +
  "  --now   when conversations begin that do not say so (otherwise: now)\n" +
  "  --all   print every turn, not only those that are not as expected";

async function main(): Promise<void> {
  const options = readOptions();
  const conversations = readConversations(readFile(options.file));
  const clock = fixedClock(options.startsAt);
  const scratch = await openScratch(clock);
  try {
    const startedAt = performance.now();
    const say = (done: number) => {
      if (done % 50 === 0) process.stderr.write(`${done} of ${conversations.length} conversations\n`);
    };
    const evaluation = await evaluate(conversations, { clock, startsAt: options.startsAt, onDone: say });
    if (options.isJson) process.stdout.write(`${JSON.stringify(evaluation, null, 1)}\n`);
    else report(evaluation, { showsAll: options.showsAll, seconds: (performance.now() - startedAt) / 1_000 });
  } finally {
    await scratch.close();
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        file: { type: "string" },
        json: { type: "boolean", default: false },
        now: { type: "string" },
        all: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help || !values.file) throw new PlainError(usage);
    const startsAt = values.now ? new Date(values.now) : new Date();
    if (Number.isNaN(startsAt.getTime())) throw new PlainError(`--now "${values.now}" is not a moment.`);
    return { file: values.file, isJson: values.json, showsAll: values.all, startsAt };
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError(`${(error as Error).message}\n${usage}`);
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new PlainError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function report(
  { figures, confusion, conversations }: Evaluation,
  options: { showsAll: boolean; seconds: number },
): void {
  const lines: string[] = [];
  for (const { line, id, turns } of conversations) {
    for (const [i, { turn, outcome, verdict }] of turns.entries()) {
      if (!options.showsAll && !verdict?.misses.length) continue;
      const said = turn.said.map((item) => (item.kind === "text" ? item.text : `[${item.kind}]`)).join(" ⏎ ");
      lines.push(`line ${line}${id ? ` (${id})` : ""}, turn ${i + 1}: ${said}`);
      lines.push(`  ${outcome.action} (${outcome.reason}, ${outcome.intent}, ${nameSources(outcome)})`);
      lines.push(`  ${outcome.reply.replace(/\s+/g, " ").slice(0, 240)}`);
      for (const miss of verdict?.misses ?? []) lines.push(`  expected: ${miss}`);
    }
  }
  for (const [name, table] of Object.entries(confusion)) {
    if (Object.keys(table).length > 0) lines.push("", `${name}, expected → found`);
    for (const [wanted, found] of Object.entries(table)) {
      const counts = Object.entries(found).sort(([, a], [, b]) => b - a);
      lines.push(`  ${wanted} → ${counts.map(([action, count]) => `${action} ${count}`).join(", ")}`);
    }
  }
  lines.push(
    "",
    `${figures.conversations} conversations in ${options.seconds.toFixed(1)} s; a turn takes ${figures.p50Ms} ms (p50), ${figures.p95Ms} ms (p95)`,
    `right ${figures.right} handoffRecall ${figures.handoffRecall} intents ${figures.intentAccuracy}`,
    lastLine(figures),
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}

await runCommand(main);
