import { describe, expect, test, vi } from "vitest";
import { storageMarks } from "@/lib/storage-marks";
import { StorageFull } from "./errors";
import { createMetrics } from "./metrics";
import { StorageWatch, storageStateOf } from "./storage-watch";

const megabyte = 1_000_000;
const postgresFull = Object.assign(new Error("could not extend file"), { code: "53100" });

function watchOver(
  env: ConstructorParameters<typeof StorageWatch>[0]["env"]["storage"] = { stopBytes: 100 * megabyte },
) {
  const disk = { freeBytes: 1_000 * megabyte, isReadable: true };
  const time = { ms: 0 };
  const said: string[] = [];
  const metrics = createMetrics();
  const onTurn = vi.fn();
  const say = (level: string) => (_fields: unknown, message: string) =>
    void said.push(`${level}: ${message}`);
  const watch = new StorageWatch({
    env: { dataDir: "/data", storage: env },
    logger: { info: say("info"), warn: say("warn"), error: say("error") } as never,
    metrics,
    onTurn,
    statfs: async () => {
      if (!disk.isReadable) throw new Error("no such folder");
      return { bavail: disk.freeBytes / 1_000, blocks: 10_000 * 1_000, bsize: 1_000 };
    },
    steadyMs: () => time.ms,
  });
  const leave = async (megabytes: number) => {
    disk.freeBytes = megabytes * megabyte;
    await watch.look();
    return watch.state;
  };
  return { watch, disk, time, said, metrics, onTurn, leave };
}

describe("the marks", () => {
  test.each([
    ["a large disk", {}, 1_000_000 * megabyte, 256, 1_024],
    ["a small one", undefined, 10_000 * megabyte, 100, 400],
    ["a tiny one", undefined, 1_000 * megabyte, 64, 256],
    ["what is said", { stopBytes: 50 * megabyte }, 10_000 * megabyte, 50, 200],
    ["both said", { stopBytes: 50 * megabyte, lowBytes: 60 * megabyte }, 10_000 * megabyte, 50, 60],
    ["the low one below the other", { lowBytes: 1 }, 10_000 * megabyte, 100, 100],
  ])("of %s", (_label, wanted, totalBytes, stop, low) => {
    expect(storageMarks(wanted, totalBytes)).toEqual({
      stopBytes: stop * megabyte,
      lowBytes: low * megabyte,
    });
  });

  test.each([
    [400, "ok", "ok"],
    [399, "ok", "low"],
    [499, "low", "low"],
    [500, "low", "ok"],
    [100, "low", "low"],
    [99, "ok", "full"],
    [124, "full", "full"],
    [125, "full", "low"],
    [600, "full", "ok"],
  ] as const)("%i MB free, coming from %s: %s", (free, before, after) => {
    expect(storageStateOf(free, { stopBytes: 100, lowBytes: 400 }, before)).toBe(after);
  });
});

describe("the watch", () => {
  test("tells of each change once, in the log, the figures and to whoever listens", async () => {
    const { watch, said, metrics, onTurn, leave } = watchOver();
    expect(await leave(1_000)).toBe("ok");
    expect(await leave(300)).toBe("low");
    expect(await leave(290)).toBe("low");
    expect(onTurn).not.toHaveBeenCalled();
    expect(() => watch.requireRoom()).not.toThrow();
    expect(await leave(50)).toBe("full");
    expect(() => watch.requireRoom()).toThrow(StorageFull);
    expect(onTurn).toHaveBeenCalledTimes(1);
    expect(await leave(110)).toBe("full");
    expect(await leave(1_000)).toBe("ok");
    expect(() => watch.requireRoom()).not.toThrow();
    expect(onTurn).toHaveBeenCalledTimes(2);
    expect(said.map((line) => line.split(":", 1)[0])).toEqual(["warn", "error", "info"]);
    expect((await metrics.accepting.get()).values[0]?.value).toBe(1);
    expect((await metrics.storageBytes.get()).values).toContainEqual(
      expect.objectContaining({ labels: { what: "free" }, value: 1_000 * megabyte }),
    );
  });

  test("takes no more than there is room for, where that is known before", async () => {
    const { watch, leave } = watchOver();
    await leave(1_000);
    expect(() => watch.requireRoom(900 * megabyte)).not.toThrow();
    expect(() => watch.requireRoom(901 * megabyte)).toThrow(StorageFull);
  });

  test.each([
    ["Postgres", new Error("Failed query", { cause: postgresFull })],
    ["the file system", Object.assign(new Error("write"), { code: "ENOSPC" })],
    ["a quota", Object.assign(new Error("write"), { code: "EDQUOT" })],
  ])("believes %s at once, and tries again after a while", async (_label, error) => {
    const { watch, time, leave } = watchOver();
    await leave(1_000);
    expect(watch.note(error)).toBe(true);
    expect(watch.isAccepting).toBe(false);
    time.ms = 14_000;
    expect(await leave(1_000)).toBe("full");
    time.ms = 16_000;
    expect(await leave(1_000)).toBe("ok");
  });

  test("takes no other error for a full disk", async () => {
    const { watch } = watchOver();
    for (const error of [new Error("x"), Object.assign(new Error("x"), { code: "53300" }), undefined])
      expect(watch.note(error)).toBe(false);
    expect(watch.state).toBe("ok");
  });

  test("says once that it cannot see, and keeps what it knew", async () => {
    const { watch, disk, said, leave } = watchOver();
    await leave(50);
    disk.isReadable = false;
    expect(await leave(50)).toBe("full");
    expect(await leave(50)).toBe("full");
    expect(said.filter((line) => line.startsWith("warn"))).toHaveLength(1);
    disk.isReadable = true;
    expect(await leave(1_000)).toBe("ok");
    expect(watch.bytes).toEqual({ free: 1_000 * megabyte, total: 10_000 * megabyte });
  });
});
