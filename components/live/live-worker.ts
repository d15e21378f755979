import { LiveConnection } from "./live-connection";
import { type FromWorker, openingHint, type ToWorker } from "./protocol";

/**
 * The shared worker: one stream a workspace for all tabs of this browser. A port does not say when its tab has died,
 * so tabs speak now and then and a silent one is forgotten (browsers slow the timers of hidden tabs to one a minute).
 */
const forgottenAfterMs = 180_000;
const sweepMs = 30_000;

type Tab = { post(message: FromWorker): void; heardAt: number; since: number };
type Workspace = { connection: LiveConnection; tabs: Set<Tab> };

const workspaces = new Map<string, Workspace>();

function join(slug: string, tab: Tab): Workspace {
  const known = workspaces.get(slug);
  if (known) {
    known.tabs.add(tab);
    tab.post({ kind: "state", state: known.connection.state });
    catchUp(known.connection, tab);
    return known;
  }
  const tabs = new Set([tab]);
  const tell = (message: FromWorker) => {
    for (const each of tabs) each.post(message);
  };
  const connection = new LiveConnection(slug, {
    onHint: (hint) => tell({ kind: "hint", hint }),
    onState: (state) => tell({ kind: "state", state }),
    onReady: () => {
      for (const each of tabs) catchUp(connection, each);
    },
  });
  const workspace = { connection, tabs };
  workspaces.set(slug, workspace);
  return workspace;
}

/** What changed before the tab was listened for was told to nobody. */
function catchUp(connection: LiveConnection, tab: Tab): void {
  if (connection.hasChangedSince(tab.since)) tab.post({ kind: "hint", hint: openingHint });
}

function leave(tab: Tab): void {
  for (const [slug, workspace] of workspaces) {
    if (!workspace.tabs.delete(tab) || workspace.tabs.size > 0) continue;
    workspace.connection.stop();
    workspaces.delete(slug);
  }
}

setInterval(() => {
  for (const { tabs } of workspaces.values()) {
    for (const tab of [...tabs]) if (Date.now() - tab.heardAt > forgottenAfterMs) leave(tab);
  }
}, sweepMs);

self.addEventListener("connect", (event) => {
  const [port] = (event as MessageEvent).ports;
  if (!port) return;
  const tab: Tab = { post: (message) => port.postMessage(message), heardAt: Date.now(), since: 0 };
  let joined: Workspace | null = null;
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    tab.heardAt = Date.now();
    if (data.kind === "join") {
      tab.since = data.since;
      joined = join(data.slug, tab);
    } else if (data.kind === "retry") joined?.connection.retry();
    else if (data.kind === "leave") leave(tab);
  };
});
