/**
 * `npm run eval:intents -- --train a.tsv --test b.tsv [--dev c.tsv] [--oos d.txt] [--json]`: trains the product's
 * classifier on some examples and judges it on others. docs/guide/teaching.md tells the shape of the files.
 */
import { parseArgs } from "node:util";
import { type IntentJudgement, judgeIntents, lastLine, parseLabelled, parseTexts } from "@/server/agent";
import { PlainError } from "../../lib/plain-error.ts";
import { runCommand } from "../../lib/run-command.ts";
import { readText } from "./read-text.ts";

const usage =
  "npm run eval:intents -- --train a.tsv --test b.tsv [--dev c.tsv] [--oos d.txt] [--json]\n" +
  "  files     label, tab, text on each line; --oos holds texts alone that have none of the labels\n" +
  "  --dev     where the threshold is chosen (otherwise on held-out parts of the training)\n" +
  "  --json    one object with the confusion table and the curve, and nothing else";

function main(): void {
  const { values } = parseArgs({
    options: {
      train: { type: "string" },
      test: { type: "string" },
      dev: { type: "string" },
      oos: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help || !values.train || !values.test) throw new PlainError(usage);
  const labelled = (path: string) => {
    const { text, name } = readText(path);
    return parseLabelled(text, name);
  };
  const oos = values.oos ? readText(values.oos) : null;
  const judgement = judgeIntents({
    train: labelled(values.train),
    test: labelled(values.test),
    dev: values.dev ? labelled(values.dev) : undefined,
    oos: oos ? parseTexts(oos.text, oos.name) : undefined,
  });
  if (values.json) process.stdout.write(`${JSON.stringify(judgement, null, 1)}\n`);
  else report(judgement);
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function report(judgement: IntentJudgement): void {
  const { perLabel, confusion, threshold, oos, ascii } = judgement;
  const asked = perLabel.filter(({ n }) => n > 0).sort((a, b) => a.f1 - b.f1);
  const pairs = confusion.rows
    .flatMap((row, i) => row.map((count, j) => ({ count, i, j })))
    .filter(({ count, i, j }) => count > 0 && i !== j)
    .sort((a, b) => b.count - a.count);
  const lines = [
    `trained in ${(judgement.trainMs / 1_000).toFixed(1)} s, ${judgement.classifyMs} ms a text`,
    "",
    "the weakest labels (precision, recall, F1, texts)",
    ...asked
      .slice(0, 15)
      .map(
        ({ label, precision, recall, f1, n }) =>
          `  ${label}  ${percent(precision)}  ${percent(recall)}  ${percent(f1)}  ${n}`,
      ),
    "",
    "most often taken for another",
    ...pairs
      .slice(0, 15)
      .map(({ count, i, j }) => `  ${confusion.labels[i]} → ${confusion.labels[j]}  ${count}`),
    "",
    `typed in ASCII: ${lastLine({ ...ascii, n: judgement.n })}`,
    `threshold ${threshold.threshold.toFixed(3)} (chosen on ${threshold.on}): ${percent(threshold.coverage)} pass, ${percent(threshold.precision)} of them right`,
    ...(oos
      ? [
          `out of scope: ${percent(oos.recall)} of ${oos.n} refused, AUROC ${oos.auroc.toFixed(3)}; counted in, ${percent(oos.precisionOfAll)} of what passes is right`,
        ]
      : []),
    lastLine(judgement),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

await runCommand(main);
