import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LiveConnection } from "./live-connection";
import { type LiveHint, nowMs } from "./protocol";

/** The server's end of each connection that was made, in turn. */
const ends: { send(name: string, data: object): void; lose(): void }[] = [];
const connections: LiveConnection[] = [];

beforeEach(() => {
  vi.stubGlobal("fetch", async (_: string, { signal }: { signal: AbortSignal }) => {
    let controller: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(own) {
        controller = own;
      },
    });
    signal.addEventListener("abort", () => {
      try {
        controller.error(signal.reason);
      } catch {
        // It was lost before.
      }
    });
    ends.push({
      send: (name, data) =>
        controller.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)),
      lose: () => controller.close(),
    });
    return new Response(body);
  });
});
afterEach(() => {
  for (const connection of connections.splice(0)) connection.stop();
  ends.length = 0;
  vi.unstubAllGlobals();
});

async function open() {
  const hints: LiveHint[] = [];
  let readyCount = 0;
  const connection = new LiveConnection("demo", {
    onHint: (hint) => void hints.push(hint),
    onState: () => {},
    onReady: () => void readyCount++,
  });
  connections.push(connection);
  await vi.waitFor(() => expect(ends).toHaveLength(1));
  return { connection, hints, readyCount: () => readyCount };
}

describe("what changed before a connection listened", () => {
  test("is known to be old to who was opened before the last change, and to nobody else", async () => {
    const { connection, hints, readyCount } = await open();
    const openedAt = nowMs();
    expect(connection.hasChangedSince(openedAt - 60_000)).toBe(false);
    ends[0]!.send("ready", { quietMs: 5_000 });
    await vi.waitFor(() => expect(readyCount()).toBe(1));
    expect(connection.hasChangedSince(openedAt - 10_000)).toBe(true);
    expect(connection.hasChangedSince(openedAt)).toBe(false);
    expect(hints).toEqual([]);
  });

  test("is what a tab that joins later missed, too", async () => {
    const { connection, hints, readyCount } = await open();
    ends[0]!.send("ready", { quietMs: 3_600_000 });
    await vi.waitFor(() => expect(readyCount()).toBe(1));
    const joinedAt = nowMs();
    ends[0]!.send("hint", { topic: "group/changed", id: "grp_1", version: 2 });
    await vi.waitFor(() => expect(hints).toHaveLength(1));
    expect(connection.hasChangedSince(joinedAt)).toBe(true);
    expect(connection.hasChangedSince(nowMs() + 1)).toBe(false);
  });

  test("is told to everybody after a reconnection", async () => {
    const { hints, readyCount } = await open();
    ends[0]!.send("ready", { quietMs: 3_600_000 });
    await vi.waitFor(() => expect(readyCount()).toBe(1));
    ends[0]!.lose();
    await vi.waitFor(() => expect(ends).toHaveLength(2), 3_000);
    ends[1]!.send("ready", { quietMs: 3_600_000 });
    await vi.waitFor(() => expect(hints).toEqual([{ topic: "resync", id: "", version: 0 }]));
    expect(readyCount()).toBe(1);
  });
});
