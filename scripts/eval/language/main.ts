/**
 * `npm run eval:language -- --test t.tsv [--json]`: judges the language that the product reads in each message, taken
 * by itself. A line is a language (tr, en, ru, ar), a tab and a text.
 */
import { parseArgs } from "node:util";
import { judgeLanguage, lastLine, parseLabelled } from "@/server/agent";
import { PlainError } from "../../lib/plain-error.ts";
import { runCommand } from "../../lib/run-command.ts";
import { readText } from "../intents/read-text.ts";

const usage = "npm run eval:language -- --test t.tsv [--json]";

function main(): void {
  const { values } = parseArgs({
    options: {
      test: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || !values.test) throw new PlainError(usage);
  const { text, name } = readText(values.test);
  const judgement = judgeLanguage(parseLabelled(text, name));
  if (values.json) {
    process.stdout.write(`${JSON.stringify(judgement, null, 1)}\n`);
    return;
  }
  const { perLabel, confusion, ascii } = judgement;
  const lines = confusion.labels.map((label, i) => {
    const found = confusion.labels.map((other, j) => `${other} ${confusion.rows[i]?.[j]}`).join(", ");
    return `${label}: ${((perLabel[i]?.recall ?? 0) * 100).toFixed(1)} %  (${found})`;
  });
  const turkish = ascii.turkish === null ? "" : `, Turkish ${ascii.turkish.toFixed(4)}`;
  lines.push(`typed in ASCII: accuracy ${ascii.accuracy.toFixed(4)}${turkish}`, lastLine(judgement));
  process.stdout.write(`${lines.join("\n")}\n`);
}

await runCommand(main);
