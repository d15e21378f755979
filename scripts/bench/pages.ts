import { addressIn, seenPages } from "../lib/page-list.ts";
import type { Bench } from "./bench.ts";
import { loadLargeWorkspace } from "./large-workspace.ts";
import { startReader } from "./reader.ts";
import { type Figures, quantile, round } from "./report.ts";
import { openSignIn } from "./sign-in.ts";

/**
 * The server's time for every page of the panel, over a workspace with a million messages: from the request until the
 * whole document is there, the session, the member and the counts of the frame among it.
 */
export async function benchPages(bench: Bench): Promise<Figures> {
  const large = await loadLargeWorkspace(bench);
  // The bots of the data set are kept under a key of nulls.
  const product = await bench.startProduct(large.database, {
    SANTRAL_SECRET: Buffer.alloc(32).toString("base64"),
  });
  const { signIn, close } = await openSignIn(bench, large.database, {
    ...product,
    secret: Buffer.alloc(32),
  });
  const names = { workspace: large.channel.slug, bot: large.channel.username };
  const addresses = seenPages.filter(({ isPublic }) => !isPublic).map((page) => addressIn(page, names));
  const timings = new Map<string, number[]>(addresses.map((address) => [address, []]));
  const turns = bench.scaled(60, 10);
  const reader = startReader(product.origin);
  const screens = addresses.map((address) => [address]);
  for (let turn = -5; turn < turns; turn += 1) {
    // A session may ask for no more than twenty pages a second; each turn is somebody's who has just come.
    const times = await reader.read(screens, { cookie: await signIn(large.member.personId) });
    if (turn < 0) continue;
    for (const [nth, ms] of times.entries()) timings.get(addresses[nth]!)?.push(ms);
  }
  reader.stop();
  await close();
  await product.stop();
  const byPage = [...timings].map(
    ([address, ms]) => [address.split("/").slice(3).join("/"), quantile(ms, 0.95)] as const,
  );
  const all = [...timings.values()].flat();
  return {
    pages: {
      value: round(Math.max(...byPage.map(([, p95]) => p95))),
      unit: "ms p95 of the slowest page",
      p50Ms: round(quantile(all, 0.5)),
      p95Ms: round(quantile(all, 0.95)),
      ...Object.fromEntries(byPage.map(([page, p95]) => [page, round(p95)])),
      target: "every page p95 ≤ 80 ms in the server",
    },
  };
}
