import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RunningProduct } from "./running-product";

/** The product as anyone starts it, its database on a small disk of its own; making one takes an administrator. */
const disk = mkdtempSync(join(tmpdir(), "santral-one-disk-"));
const hasDisk = (() => {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1g", "tmpfs", disk], { stdio: "ignore" });
    return true;
  } catch {
    rmSync(disk, { recursive: true, force: true });
    return false;
  }
})();

const megabyte = 1_000_000;
const stopMb = 250;
const filler = join(disk, "yer");
const freeBytes = () => {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
};
/** Leaves so much; what grows meanwhile comes off it. */
const leave = (bytes: number) =>
  execFileSync("fallocate", ["-l", String(Math.floor(freeBytes() - bytes)), filler]);
/** Takes all there is, whatever else is written meanwhile. */
const fill = () => {
  leave(10 * megabyte);
  const file = openSync(filler, "a");
  try {
    expect(() => {
      for (;;) writeSync(file, Buffer.alloc(4_096));
    }).toThrow(/ENOSPC/);
  } finally {
    closeSync(file);
  }
};
const free = () => rmSync(filler, { force: true });

describe.skipIf(!hasDisk)("a product whose disk fills up", () => {
  let product: RunningProduct;
  const answered: number[] = [];
  beforeAll(async () => {
    const folder = join(disk, "data");
    mkdirSync(folder);
    product = await RunningProduct.start({ STORAGE_STOP_MB: String(stopMb), STORAGE_LOW_MB: "300" }, folder);
  }, 240_000);
  afterAll(async () => {
    free();
    await product?.stop();
    execFileSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true, force: true });
  }, 60_000);

  /** As it is drawn: the sentence itself is among the texts of every page. */
  const banner = ">The server’s disk is full, so nothing new is accepted";
  const panel = async (cookie: string) =>
    (await fetch(`${product.origin}/w/demo`, { headers: { cookie, "accept-language": "en" } })).text();
  const storage = async () =>
    ((await (await fetch(`${product.origin}/api/health`)).json()) as { storage: string }).storage;
  const ask = async (count: number) => {
    const { telegram } = product;
    const bot = telegram.demo.bot.username;
    return Promise.all(
      Array.from({ length: count }, async (_, nth) => {
        const customer = await telegram.createCustomer(bot, {
          first_name: `Bekleyen ${nth}`,
          language_code: "tr",
        });
        await telegram.send(bot, customer.id, { text: "Merhaba" });
        return customer.id;
      }),
    );
  };
  const answers = async (customers: readonly number[]) => {
    const { telegram } = product;
    const threads = await Promise.all(customers.map((id) => telegram.read(telegram.demo.bot.username, id)));
    return threads.map((thread) => thread.filter(({ direction }) => direction === "out").length);
  };
  const once = (customers: readonly number[]) => customers.map(() => 1);

  test("stops at its mark and says so, and answers what waited exactly once when there is space", async () => {
    expect(await storage()).toBe("ok");
    const early = await ask(1);
    await expect.poll(() => answers(early), { timeout: 20_000 }).toEqual(once(early));
    leave((stopMb - 30) * megabyte);
    await expect.poll(storage, { timeout: 10_000 }).toBe("full");
    const held = await ask(4);
    const cookie = await product.signIn("owner");
    expect(cookie).not.toBe("");
    await expect(product.procedure(cookie, "workspaces.update", { name: "Dolu" }, true)).rejects.toThrow(
      /503 The server's disk is full/,
    );
    await expect(product.procedure(cookie, "workspaces.get", undefined)).resolves.toMatchObject({
      slug: "demo",
    });
    expect(await panel(cookie)).toContain(banner);
    await sleep(3_000);
    expect(await answers(held)).toEqual(held.map(() => 0));
    free();
    await expect.poll(storage, { timeout: 10_000 }).toBe("ok");
    await expect.poll(() => answers(held), { timeout: 40_000 }).toEqual(once(held));
    await sleep(2_000);
    expect(await answers(held)).toEqual(once(held));
    expect(await panel(cookie)).not.toContain(banner);
    answered.push(...early, ...held);
  }, 120_000);

  test("filled to the last byte by something else, it lives through it, forgets nothing and goes on", async () => {
    fill();
    await expect.poll(storage, { timeout: 10_000 }).toBe("full");
    await sleep(5_000);
    free();
    await product.waitUntilHealthy();
    await expect.poll(storage, { timeout: 30_000 }).toBe("ok");
    expect(await answers(answered)).toEqual(once(answered));
    const after = await ask(3);
    await expect.poll(() => answers(after), { timeout: 60_000 }).toEqual(once(after));
  }, 120_000);
});
