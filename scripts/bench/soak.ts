import type { Bench } from "./bench.ts";
import { CrashPlatform } from "./crash-platform.ts";
import { fire } from "./load.ts";
import { type Figures, median, round } from "./report.ts";
import { residentMb } from "./resident.ts";
import { UpdateSource } from "./updates.ts";
import { loadWorkspaces } from "./workspaces.ts";

const perSecond = 200;
const customers = 2_000;
const botCount = 20;

/**
 * Half an hour at 200 updates a second from 2,000 customers: resident memory of the last third against the first. The
 * time is a parameter: `SOAK_MINUTES=3 npm run bench -- soak`; `--quick` runs a tenth.
 */
export async function benchSoak(bench: Bench): Promise<Figures> {
  const minutes = Number(process.env.SOAK_MINUTES ?? 30);
  if (!(minutes > 0)) throw new Error("SOAK_MINUTES must be a number of minutes above 0.");
  const seconds = bench.scaled(Math.ceil(minutes * 60), 6);
  const database = await bench.createDatabase();
  const platform = await CrashPlatform.start();
  bench.defer(() => platform.close());
  const product = await bench.startProduct(database);
  const channels = await loadWorkspaces(database, product.secret, botCount, {
    apiRoot: platform.apiRoot,
    isAgentOn: true,
  });
  const source = new UpdateSource(channels, customers);
  // Caches and pools fill first: what grows after that is what counts.
  await fire({ origin: product.origin, connections: 16, seconds: bench.scaled(60, 2), perSecond, source });
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(residentMb(product.pid)), 1_000);
  const { rate, statuses } = await fire({
    origin: product.origin,
    connections: 16,
    seconds,
    perSecond,
    source,
  }).finally(() => clearInterval(sampling));
  const third = Math.max(1, Math.floor(samples.length / 3));
  const [first, last] = [median(samples.slice(0, third)), median(samples.slice(-third))];
  const [stored] = await database.admin<{ count: number; customers: number }[]>`
    select count(*)::int as count, (select count(*)::int from customers) as customers from update_receipts`;
  await product.stop();
  platform.close();
  await database.drop();
  return {
    soak: {
      value: round((last / first - 1) * 100),
      unit: "% more memory in the last third than in the first",
      firstMb: round(first, 0),
      lastMb: round(last, 0),
      highestMb: round(Math.max(...samples), 0),
      seconds,
      updates: stored?.count,
      customers: stored?.customers,
      updatesPerSecond: round(rate, 0),
      statuses: JSON.stringify(statuses),
      sends: platform.sends.length,
      target: "≤ 5 %",
    },
  };
}
