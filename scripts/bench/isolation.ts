import postgres from "postgres";
import type { Bench } from "./bench.ts";
import { loadLargeWorkspace } from "./large-workspace.ts";
import { type Recording, recordHotStatements, type Statement } from "./recorder.ts";
import { type Figures, median, round } from "./report.ts";

const wanted = 20;

/**
 * What row security costs: the statements that the product sends most, in the server (planning and execution), each
 * inside the same transaction with the same settings, as the serving role and as one that policies do not bind.
 */
export async function benchIsolation(bench: Bench): Promise<Figures> {
  const large = await loadLargeWorkspace(bench);
  const recordings = await recordHotStatements(bench, large);
  const { database } = large;
  const clients = {
    app: { with: open(database.appUrl), without: open(database.adminUrl) },
    worker: { with: open(database.workerUrl), without: open(database.adminUrl) },
  };
  const close = () =>
    Promise.all(Object.values(clients).flatMap((pair) => [pair.with.end(), pair.without.end()]));
  bench.defer(close);

  const timings = new Map<Statement, { with: number[]; without: number[] }>();
  const turns = bench.scaled(40, 8);
  for (let turn = -5; turn < turns; turn += 1) {
    for (const recording of recordings) {
      const sides = ["with", "without"] as const;
      for (const side of turn % 2 === 0 ? sides : sides.toReversed()) {
        const measured = await replay(clients[recording.role][side], recording);
        if (turn < 0) continue;
        for (const [statement, ms] of measured) {
          const kept = timings.get(statement) ?? { with: [], without: [] };
          kept[side].push(ms);
          timings.set(statement, kept);
        }
      }
    }
  }
  await close();
  const compared = [...timings]
    .map(([{ name }, ms]) => ({ name, with: median(ms.with), without: median(ms.without) }))
    .slice(0, wanted);
  for (const query of compared) {
    bench.say(
      `${query.name.padEnd(28)} ${query.with.toFixed(3)} ms with, ${query.without.toFixed(3)} without, ` +
        `ratio ${(query.with / query.without).toFixed(2)}`,
    );
  }
  const ratios = compared.map((query) => query.with / query.without);
  const worst = compared.reduce((a, b) => (b.with / b.without > a.with / a.without ? b : a));
  const total = (side: "with" | "without") => compared.reduce((sum, query) => sum + query[side], 0);
  return {
    isolation: {
      value: round(total("with")),
      unit: `ms for ${compared.length} queries`,
      baseline: round(total("without")),
      ratio: round(total("with") / total("without")),
      medianRatio: round(median(ratios)),
      worstRatio: round(worst.with / worst.without),
      worst: worst.name,
      target: "ratio ≤ 1.2",
    },
  };
}

function open(url: string): postgres.Sql {
  // Statistics of the session must not differ: one connection a side.
  return postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
}

class RolledBack extends Error {}

/** Sends the statements of one deed again in one transaction that is rolled back, and gives the server's times. */
async function replay(sql: postgres.Sql, recording: Recording): Promise<[Statement, number][]> {
  const measured: [Statement, number][] = [];
  await sql
    .begin(async (tx) => {
      for (const statement of recording.statements) {
        const { text, values } = statement;
        if (text.includes("set_config(")) {
          await tx.unsafe(text, values as never[]);
          continue;
        }
        const [row] = await tx.unsafe<
          { "QUERY PLAN": [{ "Planning Time": number; "Execution Time": number }] }[]
        >(`explain (analyze, timing off, buffers off, format json) ${text}`, values as never[]);
        const plan = row!["QUERY PLAN"][0];
        measured.push([statement, plan["Planning Time"] + plan["Execution Time"]]);
      }
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  return measured;
}
