/**
 * `npm run eval:agent:results`: plays the repository's conversations and writes what came into
 * server/agent/evaluation/results.json and, from there, into the README between its markers.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixedClock } from "@/server/kernel";
import { runCommand } from "../../lib/run-command.ts";
import { evaluate } from "./evaluate.ts";
import { countFigures, type Figures } from "./figures.ts";
import { readConversations } from "./read-conversations.ts";
import { putIntoReadme } from "./results.ts";
import { openScratch } from "./scratch.ts";

const root = join(import.meta.dirname, "../../..");
const startsAt = new Date("2026-11-20T09:00:00Z");

async function main(): Promise<void> {
  const clock = fixedClock(startsAt);
  const scratch = await openScratch(clock);
  const rows: { set: string; language: string; figures: Figures }[] = [];
  try {
    for (const set of ["dev", "test"]) {
      const path = join(root, `server/agent/evaluation/data/conversations.${set}.jsonl`);
      const conversations = readConversations(readFileSync(path, "utf8"));
      const languageOf = new Map(conversations.map(({ line, setup }) => [line, setup.language]));
      const played = (await evaluate(conversations, { clock, startsAt })).conversations;
      for (const language of ["tr", "en", "ru", "ar"]) {
        const own = played.filter(({ line }) => languageOf.get(line) === language);
        rows.push({
          set,
          language,
          figures: countFigures(
            own.length,
            own.flatMap(({ turns }) => turns),
          ),
        });
      }
    }
  } finally {
    await scratch.close();
  }
  const results = rows.map(({ set, language, figures: { p50Ms: _, p95Ms: __, ...figures } }) => ({
    set,
    language,
    ...figures,
  }));
  writeFileSync(join(root, "server/agent/evaluation/results.json"), `${JSON.stringify(results, null, 2)}\n`);
  const readme = join(root, "README.md");
  writeFileSync(readme, putIntoReadme(readFileSync(readme, "utf8"), results));
}

await runCommand(main);
