import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { BenchChannel } from "./workspaces.ts";

/** A text that a customer wrote; `body` is the update as it is delivered, each time the same. */
export type Said = { channel: BenchChannel; user: number; text: string };

const retryMs = 100;
/** The smallest picture there is. */
const photo = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/**
 * The platform as a crash sees it: delivers each chat's updates in order and again until they are taken, whatever
 * happens to the product, and takes what bots send. It never dies itself.
 */
export class CrashPlatform {
  /** Everything that was said, and has been taken when `settled` resolves. */
  readonly said: Said[] = [];
  readonly sends: { token: string; chat: string; messageId: number }[] = [];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #chats = new Map<string, Promise<void>>();
  #nextId = 1;
  /** The product's answers that meant "again". */
  retries = 0;

  private constructor(
    private readonly server: Server,
    readonly apiRoot: string,
  ) {}

  static async start(): Promise<CrashPlatform> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const platform = new CrashPlatform(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (incoming, outgoing) => {
      if (incoming.url?.startsWith("/file/")) return void outgoing.end(photo);
      let body = "";
      incoming.on("data", (chunk) => {
        body += chunk;
      });
      incoming.on("end", () => {
        const [, token = "", method = ""] = /^\/bot([^/]+)\/(\w+)/.exec(incoming.url ?? "") ?? [];
        void platform.#answer(token, method, body).then((result) => {
          outgoing.writeHead(200, { "content-type": "application/json" });
          outgoing.end(JSON.stringify({ ok: true, result }));
        });
      });
    });
    return platform;
  }

  /** A customer writes; delivered after what this customer wrote before. */
  say(origin: string, said: Said): void {
    this.said.push(said);
    const id = this.#nextId++;
    const message = {
      message_id: id,
      date: Math.floor(Date.now() / 1_000),
      chat: { id: said.user, type: "private", first_name: "Ayşe" },
      from: { id: said.user, is_bot: false, first_name: "Ayşe", language_code: "tr" },
      text: said.text,
    };
    const body = JSON.stringify({ update_id: id, message });
    const chat = `${said.channel.key} ${said.user}`;
    const before = this.#chats.get(chat) ?? Promise.resolve();
    this.#chats.set(
      chat,
      before.then(() => this.#deliver(`${origin}/api/webhooks/telegram/${said.channel.key}`, said, body)),
    );
  }

  /** When everything said has been taken. */
  async settled(): Promise<void> {
    await Promise.all(this.#chats.values());
  }

  close(): void {
    this.#agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  async #deliver(url: string, { channel }: Said, body: string): Promise<void> {
    for (;;) {
      if ((await this.#post(url, channel.webhookSecret, body)) === 200) return;
      this.retries += 1;
      await sleep(retryMs);
    }
  }

  #post(url: string, secret: string, body: string): Promise<number> {
    return new Promise((resolve) => {
      const headers = {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "x-telegram-bot-api-secret-token": secret,
      };
      const sent = request(
        url,
        { method: "POST", agent: this.#agent, headers, timeout: 10_000 },
        (answer) => {
          answer.resume();
          answer.on("close", () => resolve(answer.complete ? (answer.statusCode ?? 0) : 0));
        },
      );
      sent.on("timeout", () => sent.destroy());
      sent.on("error", () => resolve(0));
      sent.end(body);
    });
  }

  async #answer(token: string, method: string, body: string): Promise<unknown> {
    if (method === "getUpdates") {
      await sleep(1_000);
      return [];
    }
    if (method === "getWebhookInfo")
      return { url: "", has_custom_certificate: false, pending_update_count: 0 };
    if (method === "getFile") {
      const { file_id: id } = JSON.parse(body) as { file_id: string };
      return { file_id: id, file_unique_id: id, file_size: photo.length, file_path: `photos/${id}.png` };
    }
    if (method === "getMe") return { id: Number(token.split(":")[0]), is_bot: true, first_name: "Bench" };
    if (method !== "sendMessage") return true;
    const { chat_id: chat, text } = JSON.parse(body) as { chat_id: number | string; text: string };
    const messageId = 1_000_000 + this.#nextId++;
    this.sends.push({ token, chat: String(chat), messageId });
    // As long as a real one takes, so that some are on the wire when the product dies.
    await sleep(20);
    return {
      message_id: messageId,
      date: Math.floor(Date.now() / 1_000),
      chat: { id: Number(chat), type: "private", first_name: "Ayşe" },
      text,
    };
  }
}
