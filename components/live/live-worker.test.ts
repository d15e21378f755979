import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type FromWorker, nowMs, resyncTopic, type ToWorker } from "./protocol";

/** The worker's own global: browsers tell it of each tab by a `connect` with the tab's port. */
const worker = new EventTarget();
const ports: MessagePort[] = [];
let workspaces = 0;
/** The server's end of the newest connection. */
let send: ((name: string, data: object) => void) | null = null;

beforeAll(async () => {
  vi.stubGlobal("self", worker);
  vi.stubGlobal("fetch", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        send = (name, data) =>
          controller.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
      },
    });
    return new Response(body);
  });
  await import("./live-worker");
});
afterAll(() => {
  for (const port of ports) port.close();
  vi.unstubAllGlobals();
});

let slug = "";
beforeEach(() => {
  workspaces += 1;
  slug = `workspace-${workspaces}`;
  send = null;
});

/** A tab of which nothing is older than `openedMsAgo`. */
async function openTab(openedMsAgo: number) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  const heard: FromWorker[] = [];
  port1.onmessage = ({ data }: MessageEvent<FromWorker>) => void heard.push(data);
  worker.dispatchEvent(Object.assign(new Event("connect"), { ports: [port2] }));
  port1.postMessage({ kind: "join", slug, since: nowMs() - openedMsAgo } satisfies ToWorker);
  const topics = () => heard.flatMap((message) => (message.kind === "hint" ? [message.hint.topic] : []));
  const states = () => heard.flatMap((message) => (message.kind === "state" ? [message.state] : []));
  return { topics, states };
}

const isConnected = () => vi.waitFor(() => expect(send).not.toBeNull());

describe("a tab", () => {
  test("that was opened before the last change is told to look again once the connection listens", async () => {
    const [early, late] = [await openTab(60_000), await openTab(1_000)];
    await isConnected();
    send!("ready", { quietMs: 30_000 });
    await vi.waitFor(() => expect(early.topics()).toEqual([resyncTopic]));
    await vi.waitFor(() => expect(late.states()).toContain("open"));
    expect(late.topics()).toEqual([]);
  });

  test("that joins a connection which listens is told what it missed while it was opened", async () => {
    const first = await openTab(1_000);
    await isConnected();
    send!("ready", { quietMs: 3_600_000 });
    await vi.waitFor(() => expect(first.states()).toContain("open"));
    const quiet = await openTab(1_000);
    await vi.waitFor(() => expect(quiet.states()).toEqual(["open"]));
    send!("hint", { topic: "group/changed", id: "grp_1", version: 2 });
    await vi.waitFor(() => expect(quiet.topics()).toEqual(["group/changed"]));
    const missed = await openTab(1_000);
    await vi.waitFor(() => expect(missed.topics()).toEqual([resyncTopic]));
    expect(first.topics()).toEqual(["group/changed"]);
  });
});
