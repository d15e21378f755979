import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { openDataFolder } from "../../scripts/lib/data-folder";
import { findFreePort } from "../../scripts/lib/ports";
import { LocalTelegram } from "../fixtures/local-telegram";
import { Product } from "../fixtures/product";

/** The product as anyone starts it, with every line of its log. */
export class RunningProduct {
  private constructor(
    private product: Product,
    private readonly start: { port: number; dataDir: string; env: Record<string, string> },
    readonly telegram: LocalTelegram,
  ) {}

  /**
   * @param env on top of a fresh machine's
   * @param wanted the folder of its data, which goes with it at the end
   */
  static async start(
    env: Record<string, string> = {},
    wanted = mkdtempSync(join(tmpdir(), "santral-resilience-")),
  ): Promise<RunningProduct> {
    const { dataDir } = openDataFolder({ root: wanted, wanted, isEmbedded: true });
    const port = await findFreePort(3262, "127.0.0.1");
    const start = { port, dataDir, env: { LOG_LEVEL: "trace", ...env } };
    const product = new Product(start);
    await product.waitUntilReady();
    return new RunningProduct(product, start, await LocalTelegram.meet(product.origin));
  }

  get port(): number {
    return this.start.port;
  }
  get dataDir(): string {
    return this.start.dataDir;
  }

  get origin(): string {
    return this.product.origin;
  }
  /** What the start and the server have said so far. */
  get log(): string {
    return this.product.output;
  }
  get serverPid(): number | null {
    return this.product.pids.server;
  }
  /** The database's server, whichever it is by now. */
  get databasePid(): number {
    return Number(readFileSync(join(this.dataDir, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[0]);
  }

  /** Bytes as they are, on a connection of their own; what comes back until it closes or the time is up. */
  raw(bytes: string, waitMs = 3_000): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(this.port, "127.0.0.1", () => socket.write(bytes));
      let said = "";
      const end = () => {
        clearTimeout(timer);
        socket.destroy();
        resolve(said);
      };
      const timer = setTimeout(end, waitMs);
      socket.on("data", (chunk) => {
        said += chunk;
      });
      socket.on("end", end);
      socket.on("error", end);
    });
  }

  /** The cookie of a member of the demo. */
  async signIn(role: string): Promise<string> {
    const answer = await fetch(`${this.origin}/sandbox/sign-in?role=${role}`, { redirect: "manual" });
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";", 1)[0])
      .join("; ");
  }

  async procedure<T>(cookie: string, path: string, input: unknown, isMutation = false): Promise<T> {
    const url = new URL(`/api/trpc/${path}`, this.origin);
    if (!isMutation) url.searchParams.set("input", JSON.stringify(input));
    const answer = await fetch(url, {
      method: isMutation ? "POST" : "GET",
      headers: { cookie, "content-type": "application/json", "x-santral-workspace": "demo" },
      ...(isMutation ? { body: JSON.stringify(input) } : {}),
    });
    const body = (await answer.json()) as { result?: { data: T }; error?: { message: string } };
    if (!body.result) throw new Error(`${path}: ${answer.status} ${body.error?.message}`);
    return body.result.data;
  }

  async waitUntilHealthy(withinMs = 30_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const health = await fetch(`${this.origin}/api/health`).catch(() => null);
      if (health?.status === 200) return;
      if (Date.now() > deadline)
        throw new Error(`Not healthy: ${await health?.text()}\n${this.log.slice(-2_000)}`);
      await sleep(100);
    }
  }

  /** By SIGKILL, in the middle of what it does; the database's server lives on. */
  async killAndStartAgain(meanwhile: () => Promise<void> = async () => {}): Promise<void> {
    await this.product.kill();
    await meanwhile();
    this.product = new Product(this.start);
    await this.product.waitUntilReady();
  }

  async stop(): Promise<number | null> {
    const code = await this.product.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
    return code;
  }
}

/** One for a test file. */
export function useRunningProduct(): { readonly product: RunningProduct } {
  let product: RunningProduct | undefined;
  beforeAll(async () => {
    product = await RunningProduct.start();
  }, 240_000);
  afterAll(async () => {
    await product?.stop();
  }, 60_000);
  return {
    get product() {
      return product!;
    },
  };
}
