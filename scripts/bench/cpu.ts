import { readdirSync, readFileSync } from "node:fs";
import type { BenchDatabase } from "./bench.ts";

/** Processor time so far, of the serving process and of the database server with all its backends. */
export type CpuTimes = { productMs: number; databaseMs: number };

/** Unlike a rate it does not depend on what else the machine is doing. From /proc, so on Linux only. */
export async function readCpuTimes(database: BenchDatabase, productPid: number): Promise<CpuTimes> {
  const [backend] = await database.admin<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const postmaster = readStat(backend!.pid).parent;
  const backends = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readStat(Number(name));
        return stat.parent === postmaster ? [stat.ownMs] : [];
      } catch {
        // It has ended since it was listed.
        return [];
      }
    });
  return {
    productMs: readStat(productPid).ownMs,
    databaseMs: backends.reduce((total, ms) => total + ms, readStat(postmaster).endedChildrenMs),
  };
}

/** Kernel ticks are a hundredth of a second on every Linux that Node runs on. */
const tickMs = 10;

function readStat(pid: number) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = (...indexes: number[]) => indexes.reduce((total, index) => total + Number(fields[index]), 0);
  return {
    parent: Number(fields[1]),
    ownMs: ticks(11, 12) * tickMs,
    endedChildrenMs: ticks(13, 14) * tickMs,
  };
}
