import type { StateRecord } from "./records";
import type { Store } from "./store";

/** What a phone is told while it looks at a chat; for everything else it reads the chat again. */
export type LiveEvent =
  | { kind: "changed" }
  | { kind: "typing" }
  /** The bot answered a tapped button; `text` may be empty. */
  | { kind: "answered"; text: string; isAlert: boolean }
  /** The bot asked for something else about this chat, or was refused. */
  | { kind: "called" };

/** A bot with one of its users, or a group (`chat` below zero) whichever bots are in it. */
type Watched = { bot: number | null; chat: number };

const heartbeatMs = 15_000;

/** Server-sent events of one chat, until the client has gone or the stand-in stops. */
export async function* liveEvents(
  store: Store,
  watched: Watched,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  let queue: string[] = [": connected\n\n"];
  let wake: () => void = () => {};
  const offer = (text: string) => {
    queue.push(text);
    wake();
  };
  const stopWatching = store.watch((records) => {
    for (const event of eventsOf(store, records, watched)) offer(`data: ${JSON.stringify(event)}\n\n`);
  });
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort, { once: true });
  const heartbeat = setInterval(() => offer(": still here\n\n"), heartbeatMs);
  heartbeat.unref();
  try {
    while (!signal.aborted) {
      if (queue.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const text = queue.join("");
      queue = [];
      yield Buffer.from(text);
    }
  } finally {
    clearInterval(heartbeat);
    signal.removeEventListener("abort", onAbort);
    stopWatching();
  }
}

function eventsOf(store: Store, records: readonly StateRecord[], watched: Watched): LiveEvent[] {
  const events: LiveEvent[] = [];
  for (const record of records) {
    if (record.t === "reset") events.push({ kind: "changed" });
    if (isOtherBots(record, watched)) continue;
    if (record.t === "call") {
      const event = eventOfCall(store, record, watched.chat);
      if (event) events.push(event);
    } else if (chatOf(record) === watched.chat) {
      events.push({ kind: "changed" });
    }
  }
  // Several changes of one action are one look at the chat.
  const isFirstChange = (event: LiveEvent) =>
    event.kind !== "changed" || event === events.find(({ kind }) => kind === "changed");
  return events.filter(isFirstChange);
}

function eventOfCall(
  store: Store,
  record: Extract<StateRecord, { t: "call" }>,
  user: number,
): LiveEvent | null {
  const { method, params, answer } = record.call;
  if (method === "answerCallbackQuery") {
    const query = store.state.callbackQueries.get(String(params.callback_query_id));
    if (query?.user !== user || !answer.ok) return null;
    return {
      kind: "answered",
      text: typeof params.text === "string" ? params.text : "",
      isAlert: params.show_alert === true,
    };
  }
  if (params.chat_id !== user) return null;
  if (record.stores) return { kind: "changed" };
  return method === "sendChatAction" && answer.ok ? { kind: "typing" } : { kind: "called" };
}

/** A private chat is one bot's; whatever happens in a group concerns whoever looks at it. */
function isOtherBots(record: StateRecord, { bot }: Watched): boolean {
  return bot !== null && (!("bot" in record) || record.bot !== bot);
}

function chatOf(record: StateRecord): number | undefined {
  if (record.t === "update") {
    const { message, edited_message, callback_query, my_chat_member } = record.update;
    return (message ?? edited_message ?? callback_query ?? my_chat_member)?.from?.id;
  }
  if (record.t === "reaction") return record.chat;
  if ("group" in record) return record.group;
  return "user" in record && typeof record.user === "number" ? record.user : undefined;
}
