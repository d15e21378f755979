/**
 * The local Telegram in a process of its own, so that its work is not counted as the product's. Its parent speaks to
 * it by messages (telegram.ts); the product by HTTP, as with the real one.
 */
import http from "node:http";
import { type Sandbox, startSandbox } from "@/sandbox";
import { serveDoor } from "@/sandbox/testing/http";
import type { Conversation, Exchange, Send, TelegramVerbs } from "./telegram.ts";

const [dataDir = "", port = "0"] = process.argv.slice(2);
const replyPatienceMs = 15_000;
const methodPath = /\/bot([^/]+)\/sendMessage$/;

let sandbox: Sandbox | undefined;
let sends: Send[] = [];
/** What waits for the reply to a chat, by token and chat. */
const awaited = new Map<string, (atMs: number) => void>();
/** When the webhook last answered for a customer's text. */
const accepted = new Map<string, number>();

const { origin } = await serveDoor((request) => {
  const token = methodPath.exec(request.path)?.[1];
  const arrivedAt = performance.now();
  if (!token) return sandbox?.handle(request) ?? null;
  const answer = sandbox?.handle({
    ...request,
    async bytes(maxBytes) {
      const bytes = await request.bytes(maxBytes);
      const { chat_id: chat } = JSON.parse(Buffer.from(bytes).toString("utf8")) as {
        chat_id: number | string;
      };
      awaited.get(`${token} ${chat}`)?.(arrivedAt);
      return bytes;
    },
  });
  void answer?.then(({ status }) => sends.push({ token, atMs: arrivedAt, status }));
  return answer ?? null;
}, Number(port));

timeWebhookAnswers();
sandbox = await startSandbox({
  dataDir,
  origin,
  controlToken: "bench-control-token",
  findConversation: async () => null,
  describeDemo: () => Promise.reject(new Error("There is no demo here.")),
  log: () => {},
});
const telegram = sandbox;

const verbs: TelegramVerbs = {
  createBots: async (count) =>
    Array.from({ length: count }, (_, index) => telegram.createBot({ name: `Bench ${index}` })),
  async openChats(bots, users) {
    for (const id of users) {
      if (!telegram.findUser(id)) {
        telegram.createUser({ id, first_name: "Ayşe", last_name: `Yılmaz ${id}`, language_code: "tr" });
      }
      for (const bot of bots) telegram.openChat({ bot, from: id });
    }
  },
  converse: async ({ conversations, thinkMs, forMs }) => {
    const until = performance.now() + forMs;
    const all = await Promise.all(
      conversations.map((conversation, index) =>
        // Spread over the think time, as people are.
        wait((index / conversations.length) * thinkMs).then(() => talk(conversation, thinkMs, until)),
      ),
    );
    return all.flat();
  },
  async takeSends() {
    const taken = sends;
    sends = [];
    return taken;
  },
};

async function talk({ bot, token, user, texts }: Conversation, thinkMs: number, until: number) {
  const exchanges: Exchange[] = [];
  const key = `${token} ${user}`;
  for (let turn = 0; performance.now() < until; turn += 1) {
    const text = texts[turn % texts.length]!;
    const sentAt = performance.now();
    const replied = new Promise<number | null>((resolve) => {
      const patience = setTimeout(() => resolve(null), replyPatienceMs);
      awaited.set(key, (atMs) => {
        clearTimeout(patience);
        resolve(atMs);
      });
    });
    accepted.delete(String(user));
    telegram.sendMessage({ bot, from: user, text });
    const repliedAt = await replied;
    awaited.delete(key);
    // The dispatcher may be quicker than the webhook's answer is read.
    const acceptedAt = Math.min(accepted.get(String(user)) ?? repliedAt ?? sentAt, repliedAt ?? sentAt);
    exchanges.push({
      acceptMs: acceptedAt - sentAt,
      replyMs: repliedAt === null ? null : repliedAt - acceptedAt,
      wholeMs: repliedAt === null ? null : repliedAt - sentAt,
    });
    await wait(thinkMs - (performance.now() - sentAt));
  }
  return exchanges;
}

/** The local Telegram posts updates through node:http: when each is answered is seen there. */
function timeWebhookAnswers(): void {
  const request = http.request.bind(http) as (
    url: URL,
    options: http.RequestOptions,
    done: Done,
  ) => http.ClientRequest;
  type Done = (response: http.IncomingMessage) => void;
  const timed = (url: URL, options: http.RequestOptions, done: Done): http.ClientRequest => {
    const sent = request(url, options, done);
    const end = sent.end.bind(sent) as (body: string) => http.ClientRequest;
    sent.end = ((body: string) => {
      const user = /"from":\{"id":(\d+)/.exec(body)?.[1];
      if (user) sent.once("response", () => accepted.set(user, performance.now()));
      return end(body);
    }) as typeof sent.end;
    return sent;
  };
  http.request = timed as typeof http.request;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

type Request = { id: number; verb: keyof TelegramVerbs; input: never[] };

process.on("message", ({ id, verb, input }: Request) => {
  const work = verbs[verb] as (...input: never[]) => Promise<unknown>;
  work(...input).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
// The bench that made us has gone.
process.on("disconnect", () => process.exit(0));
process.send?.({ origin });
