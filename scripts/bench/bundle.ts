import { createFirstLoadMeter, firstLoadLimits, printFirstLoads } from "../lib/first-load.ts";
import { addressIn, seenPages } from "../lib/page-list.ts";
import type { Bench } from "./bench.ts";
import { loadMember } from "./people.ts";
import { type Figures, round } from "./report.ts";
import { openSignIn } from "./sign-in.ts";
import { loadWorkspaces } from "./workspaces.ts";

/** What the first load of every page weighs, as the built product serves it: scripts and styles, compressed. */
export async function benchBundle(bench: Bench): Promise<Figures> {
  const database = await bench.createDatabase();
  const product = await bench.startProduct(database, { SANDBOX: "on" });
  const [channel] = await loadWorkspaces(database, product.secret, 1);
  const { signIn, close } = await openSignIn(bench, database, product);
  const measure = createFirstLoadMeter(product.origin);
  const cookie = await signIn(await loadMember(database, channel!));
  const loads = [];
  const names = { workspace: channel!.slug, bot: channel!.username };
  for (const page of seenPages) {
    loads.push(await measure(addressIn(page, names), page.isPublic ? undefined : cookie));
  }
  await close();
  await product.stop();
  await database.drop();
  for (const line of printFirstLoads(loads).split("\n")) bench.say(line);
  const heaviest = loads.toSorted((a, b) => b.scriptBytes - a.scriptBytes)[0];
  return {
    bundle: {
      value: round((heaviest?.scriptBytes ?? 0) / 1_000, 1),
      unit: `kB of scripts on ${heaviest?.address}`,
      pages: loads.length,
      lightestKb: round(Math.min(...loads.map(({ scriptBytes }) => scriptBytes)) / 1_000, 1),
      target: `≤ ${firstLoadLimits.scriptBytes / 1_000} kB on every page`,
    },
  };
}
