import postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import { serveDoor } from "@/sandbox/testing/http";
import { startTestSandbox, type TestSandbox } from "@/sandbox/testing/start";
import { telegramWebhookCore } from "@/server/conversations";
import { useTestRuntime } from "@/server/testing";
import { fillWorkspace, type Neighbour } from "./fill-workspace";

/** In every text of workspace A and nowhere in B: no answer to a member of B may hold it, in any case of letters. */
export const secret = "Gizlicebir";

/** Whether any text of A's has got into this answer. */
export const leaks = (answer: unknown): boolean =>
  (typeof answer === "string" ? answer : JSON.stringify(answer ?? null)).toLowerCase().includes("gizlicebir");

/**
 * Two workspaces that have lived: a bot connected to the local Telegram, customers who wrote to it, answers that were
 * sent, proofs, photos, figures. A's texts all hold `secret`. Nothing runs by itself afterwards, so that A's rows
 * stand still.
 */
export function useNeighbours() {
  const state = useTestRuntime();
  const made: { telegram?: TestSandbox; admin?: postgres.Sql; a?: Neighbour; b?: Neighbour } = {};
  let webhooks: Awaited<ReturnType<typeof serveDoor>> | undefined;

  beforeAll(async () => {
    const telegram = await startTestSandbox();
    // The bots' own address: the local Telegram and our webhooks behind one origin, as in the product.
    webhooks = await serveDoor((request) => telegramWebhookCore(request) ?? telegram.sandbox.handle(request));
    Object.assign(state.runtime.env, { origin: webhooks.origin, dataDir: telegram.dataDir });
    made.telegram = telegram;
    made.admin = postgres(state.urls.adminUrl, { max: 2, onnotice: () => {} });
    made.a = await fillWorkspace(state.runtime, telegram, { word: secret, digits: "11" });
    made.b = await fillWorkspace(state.runtime, telegram, { word: "Komşudan", digits: "22" });
    await made.a.leaveWaiting();
    await made.b.leaveWaiting();
  });
  afterAll(async () => {
    await made.admin?.end({ timeout: 5 });
    await webhooks?.close();
    await made.telegram?.close();
  });

  return {
    get runtime() {
      return state.runtime;
    },
    get urls() {
      return state.urls;
    },
    get telegram() {
      return made.telegram!;
    },
    /** Sees past row security. */
    get admin() {
      return made.admin!;
    },
    get a() {
      return made.a!;
    },
    get b() {
      return made.b!;
    },
  };
}

/** One digest a table of everything that belongs to a workspace: what a neighbour must not be able to change. */
export async function fingerprint(
  admin: postgres.Sql,
  workspaceId: string,
  tables: readonly string[],
): Promise<Record<string, string>> {
  const digests = tables.map((table) => {
    const key = table === "workspaces" ? "id" : "workspace_id";
    return `select '${table}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest
      from ${table} t where ${key} = '${workspaceId}'`;
  });
  const rows = await admin.unsafe<{ name: string; digest: string }[]>(digests.join(" union all "));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
