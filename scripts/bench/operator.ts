import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { OperatorCtx } from "@/server/kernel";
import { listBots, listWorkspaces, readOverview } from "@/server/operator";
import type { Bench } from "./bench.ts";
import { openRuntime } from "./in-process.ts";
import { type Figures, quantile, round } from "./report.ts";
import { loadWorkspaces } from "./workspaces.ts";

const workspaces = 200;
const filesAWorkspace = 300;
const days = 120;

/**
 * How soon the operators' console has the list of 200 workspaces with what each uses, of an installation with 2,500,000
 * messages: past the few seconds for which an answer is believed, so measured anew each time.
 */
export async function benchOperator(bench: Bench): Promise<Figures> {
  const messages = bench.scaled(2_500_000);
  const database = await bench.createDatabase();
  const runtime = await openRuntime(bench, database);
  const channels = await loadWorkspaces(database, runtime.env.secret, workspaces);
  const ids = `{${channels.map(({ workspaceId }) => workspaceId).join(",")}}`;
  const each = Math.ceil(messages / workspaces);
  bench.say(`${workspaces} workspaces, ${each * workspaces} messages`);
  await database.admin`
    insert into messages (workspace_id, id, conversation_id, address_id, seq, direction, author, kind, text, sent_at, created_at)
    select w, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), n, 'in', 'customer', 'text', 'merhaba',
      now() - n * interval '1 minute', now() - n * interval '1 minute'
    from unnest(${ids}::text::uuid[]) w, generate_series(1, ${each}::int) n`;
  await database.admin`
    insert into files (workspace_id, id, message_id, state, sha256, content_type, size_bytes, thumbnail_sha256,
      thumbnail_type, thumbnail_bytes, created_at)
    select w, gen_random_uuid(), gen_random_uuid(), 'stored', md5(w::text || n), 'image/jpeg', 100000, md5('t' || w || n),
      'image/jpeg', 4000, now()
    from unnest(${ids}::text::uuid[]) w, generate_series(1, ${filesAWorkspace}) n`;
  await database.admin`
    insert into daily_figures (workspace_id, day, time_zone, counts)
    select w, current_date - n, 'Europe/Istanbul', jsonb_build_object(
      'messages', jsonb_build_object('customer', 50, 'agent', 40, 'member', 10),
      'conversations', jsonb_build_object('started', 30, 'resolved', 20),
      'turns', jsonb_build_object('answer', 25, 'handoff', 5),
      'hours', (select jsonb_object_agg(h::text, h) from generate_series(0, 23) h),
      'intentAsked', (select jsonb_object_agg('intent' || h, h) from generate_series(0, 40) h))
    from unnest(${ids}::text::uuid[]) w, generate_series(0, ${days}) n`;
  await database.admin`analyze`;
  const clock = runtime.clock;
  const actor = { kind: "operator", operatorId: randomUUID(), name: "bench" } as const;
  // A clock that goes on by ten seconds each time: what was measured before is not believed, but for files.
  let turns = 0;
  const ctx = (): OperatorCtx => {
    turns += 1;
    const at = new Date(clock.now().getTime() + turns * 10_000);
    return { actor, requestId: "bench", clock: { now: () => at } };
  };
  const measure = async (work: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let turn = 0; turn < bench.scaled(40, 10); turn += 1) {
      const startedAt = performance.now();
      await work();
      times.push(performance.now() - startedAt);
    }
    return times;
  };
  const list = await measure(() =>
    listWorkspaces({ ctx: ctx(), input: { search: "bench 1", sort: "fileBytes" } }),
  );
  const bots = await measure(() => listBots({ ctx: ctx() }));
  const overview = await measure(() => readOverview({ ctx: ctx() }));
  const [read] = await runtime.worker.execute<{ n: number }>(sql`
    select count(*)::int as n from measure_workspaces(now())`);
  await runtime.stop();
  await database.drop();
  return {
    operator: {
      value: round(quantile(list, 0.95)),
      unit: "ms p95",
      p50Ms: round(quantile(list, 0.5)),
      p95Ms: round(quantile(list, 0.95)),
      botsP95Ms: round(quantile(bots, 0.95)),
      overviewP95Ms: round(quantile(overview, 0.95)),
      target: "≤ 300",
      workspaces: read!.n,
      messages: each * workspaces,
    },
  };
}
