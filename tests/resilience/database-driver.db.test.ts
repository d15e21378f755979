import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { createTestDatabase } from "@/db/testing";
import { DatabaseLink } from "./database-link";

/** What scripts/mend-postgres.mjs mends: how the driver bears a connection that breaks at the worst moment. */
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let admin: postgres.Sql;
let link: DatabaseLink;
let client: postgres.Sql;

beforeAll(async () => {
  database = await createTestDatabase(inject("adminUrl"));
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  await admin`create table told (what text)`;
});
afterAll(async () => {
  await admin.end({ timeout: 5 });
  await database.drop();
});
beforeEach(async () => {
  await admin`truncate told`;
  link = await DatabaseLink.to(database.adminUrl);
  client = open({});
});
afterEach(async () => {
  await client.end({ timeout: 0 });
  await link.close();
});

const open = (options: postgres.Options<Record<string, never>>) =>
  postgres(link.through(database.adminUrl), { max: 1, connect_timeout: 5, backoff: () => 0.02, ...options });
/** As `open`, and what it gives are the connections as they come about. */
function openWithSockets(max: number): Socket[] {
  const sockets: Socket[] = [];
  const { hostname, port } = new URL(database.adminUrl);
  client = open({
    max,
    // Not in the driver's types: where its connections come from.
    ...({
      socket: () =>
        new Promise<Socket>((resolve) => {
          const socket = connect(Number(port), hostname, () => resolve(socket));
          sockets.push(socket);
        }),
    } as object),
  });
  return sockets;
}
/** What becomes of a question that nobody answers. */
const unanswered = () => sleep(3_000, "unanswered", { ref: false });
const told = async () =>
  (await admin<{ what: string }[]>`select what from told order by 1`).map((row) => row.what);
const breakOff = async () => {
  link.cut();
  await sleep(20);
  link.mend();
};

test("a transaction whose connection has broken fails, and its process lives", async () => {
  const failed = client.begin(async (tx) => {
    await tx`insert into told values ('lost')`;
    await breakOff();
    throw new Error("What the work says of it.");
  });
  await expect(failed).rejects.toThrow();
  // Whatever the driver still does about it happens now.
  await sleep(100);
  expect(await told()).toEqual([]);
  expect(await client`select 1 as one`).toEqual([{ one: 1 }]);
});

test("nothing of a broken transaction reaches the session that takes its place", async () => {
  let other: Promise<unknown> | undefined;
  const late: string[] = [];
  const failed = client.begin(async (tx) => {
    await tx`insert into told values ('lost')`;
    await breakOff();
    other = client.begin(async (next) => {
      await next`insert into told values ('kept 1')`;
      await sleep(300);
      await next`insert into told values ('kept 2')`;
    });
    await sleep(150);
    await tx`insert into told values ('stray')`.catch((error: Error) => late.push(error.message));
    throw new Error("Rolled back, and nobody else with it.");
  });
  await expect(failed).rejects.toThrow();
  await sleep(400);
  await other;
  expect(await told()).toEqual(["kept 1", "kept 2"]);
  expect(late).toHaveLength(1);
});

test.each([
  [0, 1],
  [1, 0],
])(
  "connections that break together, one with a statement still unsent, serve again at once",
  async (...order) => {
    await client.end({ timeout: 0 });
    const sockets = openWithSockets(2);
    await Promise.all([client`select pg_sleep(0.05)`, client`select pg_sleep(0.05)`]);
    // Whoever hears of the one that broke asks again at once, on the other that is about to.
    const again = client`select pg_sleep(5)`.catch(() => client`select 1`.catch(() => "refused"));
    await sleep(50);
    for (const index of order) sockets[index]?.destroy();
    await again;
    const startedAt = performance.now();
    await Promise.all([client`select 2`, client`select 3`, client`select 4`]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  },
);

describe("what a connection is asked between its error and its end is refused, not forgotten", () => {
  let socket: Socket;
  const ask = () =>
    client<{ one: number }[]>`select 1 as one`.then(
      () => "answered",
      () => "refused",
    );

  beforeEach(async () => {
    await client.end({ timeout: 0 });
    const sockets = openWithSockets(1);
    await client`select 1`;
    socket = sockets[0]!;
  });
  afterEach(async () => {
    expect(await Promise.race([ask(), unanswered()])).toBe("answered");
  });

  test("where it was idle", async () => {
    const asked = new Promise<string>((resolve) => socket.once("error", () => resolve(ask())));
    socket.destroy(new Error("read ECONNRESET"));
    expect(await Promise.race([asked, unanswered()])).toBe("refused");
  });

  test("where it was busy", async () => {
    const asked = client`select pg_sleep(5)`.then(() => "answered", ask);
    await sleep(50);
    socket.destroy(new Error("read ECONNRESET"));
    expect(await Promise.race([asked, unanswered()])).toBe("refused");
  });
});

test("a server that takes connections and closes them before they are open is asked at times, and each asker is told", async () => {
  let taken = 0;
  const server = createServer((socket) => {
    taken += 1;
    socket.on("error", () => {});
    socket.once("data", () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const nobody = postgres(`postgres://nobody@127.0.0.1:${port}/none`, { max: 1, backoff: () => 0.1 });
  try {
    for (let asked = 1; asked <= 3; asked += 1) {
      const told = nobody`select 1`.then(
        () => "answered",
        (error: { code?: string }) => error.code,
      );
      expect(await Promise.race([told, unanswered()])).toBe("CONNECTION_CLOSED");
      expect(taken).toBe(asked);
    }
  } finally {
    await nobody.end({ timeout: 0 });
    server.close();
  }
});

test("a statement does not fail with the error of the one before it", async () => {
  const [session] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const ended = client`select pg_sleep(10)`;
  const seen = expect(ended).rejects.toThrow();
  await sleep(50);
  await admin`select pg_terminate_backend(${session!.pid})`;
  await seen;
  expect(await client`select 1 as one`).toEqual([{ one: 1 }]);
});

test("the rows of a statement do not stand behind as many as the failed one before it had brought", async () => {
  const failing = client`select 1 / (3 - n) as share from generate_series(1, 5) n`;
  const behind = client`select 7 as seven`;
  await expect(failing).rejects.toThrow("division by zero");
  expect([...(await behind)]).toEqual([{ seven: 7 }]);
  // Its first row is on its way when its session ends.
  const ended = client`select n, pg_terminate_backend(pg_backend_pid()) from generate_series(1, 5) n`;
  await expect(ended).rejects.toThrow();
  expect([...(await client`select 7 as seven`)]).toEqual([{ seven: 7 }]);
});

test("statements that wait in a broken transaction are refused, not forgotten", async () => {
  const outcomes: string[] = [];
  const failed = client.begin(async (tx) => {
    await tx`select 1`;
    const all = ["a", "b", "c"].map((what) =>
      tx`select pg_sleep(5), ${what}`.then(
        () => outcomes.push("done"),
        () => outcomes.push("refused"),
      ),
    );
    await sleep(50);
    link.cut();
    await Promise.all(all);
    link.mend();
  });
  await expect(failed).rejects.toThrow();
  await expect.poll(() => outcomes, { timeout: 3_000 }).toEqual(["refused", "refused", "refused"]);
});
