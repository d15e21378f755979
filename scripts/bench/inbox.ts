import { encodeSessionCookie, sessionCookieName, startSession, toPublicId } from "@/server/kernel";
import { handleTrpc } from "@/server/trpc/handler";
import type { Bench } from "./bench.ts";
import { openRuntime } from "./in-process.ts";
import { type LargeWorkspace, loadLargeWorkspace } from "./large-workspace.ts";
import { type Figures, quantile, round } from "./report.ts";

/** What a screen asks for. A deed may be several calls, answered side by side as a browser sends them. */
type Deed = { name: string; calls(): { path: string; input: unknown }[] };

/**
 * List and open in an inbox with a million messages, in the server: from the request in the process until the response
 * is written, the session and the member looked up each time.
 */
export async function benchInbox(bench: Bench): Promise<Figures> {
  const large = await loadLargeWorkspace(bench);
  const runtime = await openRuntime(bench, large.database);
  const cookie = `${sessionCookieName()}=${await encodeSessionCookie(
    await startSession({ personId: large.member.personId, method: "demo" }),
  )}`;
  const headers = {
    cookie,
    host: new URL(runtime.env.origin).host,
    "x-santral-workspace": large.channel.slug,
  };
  const call = async (path: string, input: unknown) => {
    const query = new URLSearchParams({ input: JSON.stringify(input) });
    const request = new Request(`${runtime.env.origin}/api/trpc/${path}?${query}`, { headers });
    const response = await handleTrpc(request);
    const body = await response.text();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${body.slice(0, 300)}`);
    return body;
  };

  const timings = new Map<string, number[]>();
  const turns = bench.scaled(200, 30);
  for (let turn = -10; turn < turns; turn += 1) {
    for (const deed of deedsOf(large)) {
      const startedAt = performance.now();
      await Promise.all(deed.calls().map(({ path, input }) => call(path, input)));
      const ms = performance.now() - startedAt;
      if (turn >= 0) timings.set(deed.name, [...(timings.get(deed.name) ?? []), ms]);
    }
  }
  await runtime.stop();
  const promised = [...(timings.get("list") ?? []), ...(timings.get("open") ?? [])];
  const p95 = (name: string) => round(quantile(timings.get(name) ?? [], 0.95));
  return {
    inbox: {
      value: round(quantile(promised, 0.95)),
      unit: "ms p95",
      p50Ms: round(quantile(promised, 0.5)),
      p95Ms: round(quantile(promised, 0.95)),
      listP95Ms: p95("list"),
      openP95Ms: p95("open"),
      deepPageP95Ms: p95("deep page"),
      countsP95Ms: p95("counts"),
      findByNumberP95Ms: p95("find by number"),
      findByNameP95Ms: p95("find by name"),
      messages: large.conversationIds.length * 10,
      target: "list and open p95 ≤ 25 ms in the server",
    },
  };
}

function deedsOf(large: LargeWorkspace): Deed[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!;
  const list = (input: unknown) => () => [{ path: "conversations.list", input }];
  const statuses = ["open", "handed_off", "closed"];
  return [
    { name: "list", calls: list({ status: pick(statuses) }) },
    {
      name: "open",
      calls() {
        const conversationId = toPublicId("conversation", pick(large.conversationIds));
        return [
          { path: "conversations.get", input: { conversationId } },
          { path: "conversations.thread", input: { conversationId } },
        ];
      },
    },
    { name: "deep page", calls: list({ status: "closed", cursor: deepCursor(pick(large.conversationIds)) }) },
    { name: "counts", calls: () => [{ path: "conversations.counts", input: undefined }] },
    { name: "find by number", calls: list({ q: `TY-${100_000 + Math.floor(Math.random() * 1_000)}` }) },
    { name: "find by name", calls: list({ q: "ayşe yılmaz" }) },
  ];
}

/** Somewhere in the last 300 days, as the list itself would name the place. */
function deepCursor(conversationId: string): string {
  const at = Date.now() - Math.floor(Math.random() * 290 * 86_400_000);
  return `${at}~${toPublicId("conversation", conversationId)}`;
}
