import type { Figures } from "./figures.ts";

/** One line of server/agent/evaluation/results.json. */
export type Result = Omit<Figures, "p50Ms" | "p95Ms"> & { set: string; language: string };

const from = "<!-- eval:agent -->";
const to = "<!-- /eval:agent -->";
const names: Record<string, string> = { tr: "Turkish", en: "English", ru: "Russian", ar: "Arabic" };
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The README with the table of results between its markers. @throws Error when it has no markers */
export function putIntoReadme(readme: string, results: readonly Result[]): string {
  const [start, end] = [readme.indexOf(from), readme.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`README.md has no ${from} … ${to}.`);
  const rows = results.map((row) =>
    [
      row.set,
      names[row.language] ?? row.language,
      row.conversations,
      row.n,
      percent(row.right),
      percent(row.resolved),
      percent(row.wrong),
      percent(row.handoffPrecision),
    ].join(" | "),
  );
  const table = [
    "| set | language | conversations | turns | as expected | resolved | wrong | handoffs wanted |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
  ];
  return `${readme.slice(0, start)}${from}\n${table.join("\n")}\n${readme.slice(end)}`;
}
