import { setTimeout as sleep } from "node:timers/promises";
import { measureBeside } from "./answer.ts";
import type { Bench, BenchDatabase } from "./bench.ts";
import { CrashPlatform } from "./crash-platform.ts";
import { fire, type Shot } from "./load.ts";
import { type Figures, round } from "./report.ts";
import { type BenchChannel, loadWorkspaces } from "./workspaces.ts";

const photosPerSecond = 200;
const botCount = 10;
const customers = 1_000;

/** How soon a customer is answered while 200 photos a second come in beside, against the same without them. */
export async function benchMedia(bench: Bench): Promise<Figures> {
  const platform = await CrashPlatform.start();
  bench.defer(() => platform.close());
  const seconds = bench.scaled(40, 8);
  let accepted = 0;
  let turns = 0;
  let fetched = 0;
  const beside = await measureBeside(bench, 7, async (database, product) => {
    const channels = await loadWorkspaces(database, product.secret, botCount, {
      apiRoot: platform.apiRoot,
      isAgentOn: true,
      firstIndex: 500,
    });
    const source = photosOf(channels);
    const shots = { origin: product.origin, connections: 4, perSecond: photosPerSecond, source };
    // Whoever sends photos is with people from the first one on; that thousand customers come to them at once is not
    // what is measured.
    await fire({ ...shots, seconds: customers / photosPerSecond });
    await untilNothingWaits(database);
    return async () => {
      const firing = fire({ ...shots, seconds });
      return async () => {
        const { statuses } = await firing;
        accepted += statuses[200] ?? 0;
        turns += 1;
        await untilNothingWaits(database);
        const [row] = await database.admin<{ count: number }[]>`
          select count(*)::int as count from files where sha256 is not null`;
        fetched = row?.count ?? 0;
      };
    };
  });
  platform.close();
  return {
    media: {
      ...beside,
      photosPerSecond: round(accepted / turns / seconds, 0),
      fetched,
      target: "≤ 1.5 × without photos, 200 photos/s",
    },
  };
}

async function untilNothingWaits(database: BenchDatabase): Promise<void> {
  for (;;) {
    const [row] = await database.admin<{ count: number }[]>`
      select ((select count(*) from agent_jobs) + (select count(*) from files where state = 'waiting'))::int as count`;
    if (row?.count === 0) return;
    await sleep(200);
  }
}

export function photosOf(channels: readonly BenchChannel[]) {
  let nextId = 1;
  return {
    next(): Shot {
      const id = nextId++;
      const channel = channels[id % channels.length]!;
      const person = { id: 8_000_000 + (id % customers), first_name: "Ayşe", language_code: "tr" };
      const size = (width: number) => ({
        file_id: `photo-${id}-${width}`,
        file_unique_id: `u${id}${width}`,
        width,
        height: width,
        file_size: 70,
      });
      const message = {
        message_id: id,
        date: Math.floor(Date.now() / 1_000),
        chat: { ...person, type: "private" },
        from: { ...person, is_bot: false },
        photo: [size(90), size(320), size(800)],
      };
      return {
        path: `/api/webhooks/telegram/${channel.key}`,
        headers: {
          "content-type": "application/json",
          "x-telegram-bot-api-secret-token": channel.webhookSecret,
        },
        body: JSON.stringify({ update_id: id, message }),
      };
    },
  };
}
