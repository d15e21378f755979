/**
 * `npm run eval:retrieval -- --file squad.json [--ascii] [--json]`: judges retrieval on questions with known passages,
 * by the code that answers customers. The file is of SQuAD's shape.
 */
import { parseArgs } from "node:util";
import { PlainError } from "../../lib/plain-error.ts";
import { runCommand } from "../../lib/run-command.ts";
import { judgeRetrieval, lastLine } from "./judge.ts";
import { readSquad } from "./read-squad.ts";

const usage =
  "npm run eval:retrieval -- --file squad.json [--ascii] [--json]\n" +
  "  --ascii  questions as people type them without Turkish letters\n" +
  "  --json   one object with every question whose passage was not the first";

await runCommand(main);

function main(): void {
  const options = readOptions();
  const squad = readSquad(options.file);
  const startedAt = performance.now();
  const judgement = judgeRetrieval(squad, options);
  const ms = (performance.now() - startedAt) / judgement.n;
  if (options.isJson) process.stdout.write(`${JSON.stringify(judgement, null, 1)}\n`);
  else {
    const how = options.isAscii ? ", typed in ASCII" : "";
    process.stdout.write(
      `${judgement.passages} passages, ${judgement.n} questions${how}, ${ms.toFixed(2)} ms each\n${lastLine(judgement)}\n`,
    );
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        file: { type: "string" },
        ascii: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    if (!values.file) throw new PlainError(usage);
    return { file: values.file, isAscii: values.ascii, isJson: values.json };
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError(`${(error as Error).message}\n${usage}`);
  }
}
