import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "./bench.ts";
import { fire } from "./load.ts";
import { type Figures, median, round } from "./report.ts";
import { residentMb } from "./resident.ts";
import { UpdateSource } from "./updates.ts";
import { loadWorkspaces } from "./workspaces.ts";

/** Resident memory of the serving process: at rest after its start, and while updates come as fast as they are taken. */
export async function benchMemory(bench: Bench): Promise<Figures> {
  const database = await bench.createDatabase();
  const product = await bench.startProduct(database);
  const channels = await loadWorkspaces(database, product.secret, 20);
  await sleep(bench.scaled(5_000, 2_000));
  const idle = residentMb(product.pid);
  const underLoad: number[] = [];
  const sampling = setInterval(() => underLoad.push(residentMb(product.pid)), 200);
  const source = new UpdateSource(channels, 2_000);
  try {
    await fire({ origin: product.origin, connections: 32, seconds: bench.scaled(20, 3), source });
  } finally {
    clearInterval(sampling);
  }
  await product.stop();
  await database.drop();
  return {
    memory: {
      value: round(Math.max(...underLoad), 0),
      unit: "MB under load",
      idleMb: round(idle, 0),
      medianUnderLoadMb: round(median(underLoad), 0),
    },
  };
}
