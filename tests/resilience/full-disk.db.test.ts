import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StorageFull } from "@/server/kernel";
import { fillDisk } from "@/server/testing";
import { receiveUpload } from "@/server/uploads";
import { LiveReader } from "./live-reader";
import { answer, greeting, question, useServingProduct } from "./serving-product";

/** The disk fills up and is freed: accepting stops in words before anything is lost, and goes on by itself. */
const state = useServingProduct();
const patience = { timeout: 40_000, interval: 100 };

const settled = async () => {
  await expect.poll(() => state.product.pending(), patience).toBe(0);
  await expect.poll(() => state.product.waiting(), patience).toBe(0);
};

describe("a full disk", () => {
  test("each message that came meanwhile is kept by the platform, then stored and answered exactly once", async () => {
    const { product } = state;
    const users = Array.from({ length: 5 }, (_, index) => product.createCustomer(`Bekleyen ${index}`));
    for (const user of users) product.say(user, greeting);
    await settled();
    const headers = await product.headersOf("owner");
    const reader = await LiveReader.open(product.origin, product.shop.workspace.slug, headers);
    const free = await fillDisk(product.runtime);
    try {
      for (const user of users) product.say(user, question);
      const health = await fetch(`${product.origin}/api/health`);
      expect(health.status).toBe(200);
      expect(await health.json()).toMatchObject({ storage: "full" });
      expect(await (await fetch(`${product.origin}/api/metrics`)).text()).toContain("santral_accepting 0");
      expect(await product.procedure("workspaces.update", headers, { name: "x" }, true)).toMatchObject({
        status: 503,
        code: "STORAGE_FULL",
      });
      expect(await product.procedure("workspaces.get", headers, null)).toMatchObject({ status: 200 });
      await expect
        .poll(async () => (await product.runtime.metrics.updates.get()).values, patience)
        .toContainEqual(expect.objectContaining({ labels: { outcome: "postponed" } }));
      expect(await product.pending()).toBe(users.length);
      for (const user of users) expect(await product.stored(user)).toEqual([greeting]);
    } finally {
      await free();
    }
    await settled();
    for (const user of users) {
      expect(await product.stored(user)).toEqual([greeting, question]);
      expect(product.heard(user)).toEqual(await product.stored(user, "out"));
      expect(product.heard(user).filter((text) => text.includes(answer))).toHaveLength(1);
    }
    // The panel's frame heard of both turns, and asks for itself again.
    expect(reader.events.filter(({ data }) => data.topic === "workspace/storage").length).toBeGreaterThan(0);
    reader.leave();
  }, 90_000);
});

/** A disk of its own, which a test may fill to the last byte; making one takes an administrator of the machine. */
const disk = mkdtempSync(join(tmpdir(), "santral-small-disk-"));
const hasDisk = (() => {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], { stdio: "ignore" });
    return true;
  } catch {
    rmSync(disk, { recursive: true, force: true });
    return false;
  }
})();

describe.skipIf(!hasDisk)("a disk of eight megabytes", () => {
  let dataDir: string;
  beforeAll(() => {
    const { env } = state.product.runtime;
    dataDir = env.dataDir;
    env.dataDir = disk;
    mkdirSync(join(disk, "uploads"));
  });
  afterAll(async () => {
    state.product.runtime.env.dataDir = dataDir;
    delete state.product.runtime.env.storage;
    await state.product.runtime.storage.look();
    execFileSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  const bring = (bytes: number) =>
    receiveUpload({
      ctx: state.product.as("support"),
      input: {
        name: "kayıt.txt",
        claimedType: "text/plain",
        pieces: (async function* () {
          for (let left = bytes; left > 0; left -= 65_536) yield Buffer.alloc(Math.min(left, 65_536), "a");
        })(),
      },
    });
  const fill = (bytes: number) => writeFileSync(join(disk, "yer"), Buffer.alloc(bytes));

  test("is noticed at its mark, before it is full, and with space again", async () => {
    const { storage, env } = state.product.runtime;
    env.storage = { stopBytes: 2_000_000, lowBytes: 4_000_000 };
    fill(1_000_000);
    await expect.poll(() => storage.state, patience).toBe("ok");
    fill(5_500_000);
    await expect.poll(() => storage.state, patience).toBe("low");
    await expect(bring(100)).resolves.toMatchObject({ kind: "document" });
    fill(7_500_000);
    await expect.poll(() => storage.state, patience).toBe("full");
    await expect(bring(100)).rejects.toThrow(StorageFull);
    fill(1_000);
    await expect.poll(() => storage.state, patience).toBe("ok");
    await expect(bring(100)).resolves.toMatchObject({ kind: "document" });
  }, 60_000);

  test("filled faster than anybody looks: what does not fit leaves nothing, and accepting stops at once", async () => {
    const { product } = state;
    const { storage, env } = product.runtime;
    env.storage = { stopBytes: 1 };
    fill(1_000);
    await storage.look();
    expect(storage.isAccepting).toBe(true);
    const headers = await product.headersOf("owner");
    const body = Buffer.alloc(12_000_000, "b");
    const refused = await product.upload(headers, body);
    expect(refused).toEqual({ status: 503, code: "STORAGE_FULL" });
    expect(storage.isAccepting).toBe(false);
    expect(await product.procedure("workspaces.update", headers, { name: "x" }, true)).toMatchObject({
      code: "STORAGE_FULL",
    });
    // What was half written is gone, and the disk with it; it is believed after a while.
    await expect.poll(() => storage.state, patience).toBe("ok");
    expect(await product.upload(headers, Buffer.from("az"))).toEqual({ status: 200 });
  }, 60_000);
});
