import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { and, asc, eq, like, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { channels, conversations, customers, messages, updateReceipts } from "@/db/schema";
import type { DoorRequest, DoorResponse } from "@/lib/door";
import { type Ctx, encrypt, inWorkspace, newId } from "@/server/kernel";
import { fillDisk, makeWorkspace, useTestRuntime } from "@/server/testing";
import { telegramWebhookCore } from "./webhook-core";

/** The webhook's core behind the entry's own door, over real sockets. */
const state = useTestRuntime();
const secret = "s3cret_token-of-the-webhook";
let server: Server;
let port: number;
let ctx: Ctx;
let channelId: string;
let key: string;
/** Each test has a bot and a customer of its own. */
let chatId = 5_000;

type DoorHttp = {
  HttpDoorRequest: new (incoming: IncomingMessage, outgoing: ServerResponse) => DoorRequest;
  writeDoorResponse(outgoing: ServerResponse, response: DoorResponse): Promise<void>;
};

beforeAll(async () => {
  const door = (await import(
    join(import.meta.dirname, "../../../scripts/lib/door-http.mjs")
  )) as unknown as DoorHttp;
  server = createServer((incoming, outgoing) => {
    telegramWebhookCore(new door.HttpDoorRequest(incoming, outgoing))?.then(
      (response) => door.writeDoorResponse(outgoing, response),
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  ctx = (await makeWorkspace(state.runtime)).member("owner");
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(async () => {
  chatId += 1;
  channelId = newId();
  key = newId();
  await inWorkspace(ctx, (tx) =>
    tx.insert(channels).values({
      workspaceId: ctx.workspace.id,
      id: channelId,
      kind: "telegram",
      key,
      providerAccountId: newId(),
      username: "deneme_bot",
      displayName: "Deneme",
      apiRoot: "/sandbox/telegram",
      tokenEncrypted: "-",
      secretEncrypted: encrypt(state.runtime.env.secret, secret, `channel:${channelId}:secret`),
      updateMode: "webhook",
      state: "active",
      profile: {},
      createdAt: state.clock.now(),
    }),
  );
});

type Sent = {
  body?: string | Buffer | ((outgoing: ReturnType<typeof request>) => Promise<void>);
  secret?: string | null;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
};

/** One delivery of the platform, on a connection of its own that closes afterwards, as a strict client would. */
function deliver(sent: Sent): Promise<{ status: number; headers: IncomingMessage["headers"]; body: string }> {
  const { body = "{}", method = "POST", path = `/api/webhooks/telegram/${key}` } = sent;
  const given = sent.secret === undefined ? secret : sent.secret;
  const headers: Record<string, string> = { "content-type": "application/json", ...sent.headers };
  if (given !== null) headers["x-telegram-bot-api-secret-token"] = given;
  if (typeof body !== "function") headers["content-length"] ??= String(Buffer.byteLength(body));
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (incoming) => {
      let text = "";
      incoming.on("data", (chunk) => {
        text += chunk;
      });
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
      );
    });
    outgoing.on("error", reject);
    if (typeof body === "function") void body(outgoing);
    else outgoing.end(body);
  });
}

let nextUpdateId = 700;
function updateOf(text: string, from: Record<string, unknown> = {}) {
  const update_id = nextUpdateId++;
  return {
    update_id,
    message: {
      message_id: update_id,
      date: 1_795_000_000,
      chat: { id: chatId, type: "private" },
      from: { id: chatId, is_bot: false, first_name: "Ece", ...from },
      text,
    },
  };
}

const read = <T>(work: (tx: Parameters<Parameters<typeof inWorkspace>[1]>[0]) => Promise<T>) =>
  inWorkspace(ctx, work);
const thread = () =>
  read((tx) =>
    tx
      .select({ kind: messages.kind, text: messages.text })
      .from(messages)
      .innerJoin(
        conversations,
        and(
          eq(conversations.workspaceId, messages.workspaceId),
          eq(conversations.id, messages.conversationId),
        ),
      )
      .where(eq(conversations.channelId, channelId))
      .orderBy(asc(messages.seq)),
  );
const countOf = async (outcome: string) => {
  const { values } = await state.runtime.metrics.updates.get();
  return values.find((value) => value.labels.outcome === outcome)?.value ?? 0;
};
const expectNothingStored = () =>
  read(async (tx) => {
    expect(await tx.$count(updateReceipts, eq(updateReceipts.channelId, channelId))).toBe(0);
    expect(await tx.$count(conversations, eq(conversations.channelId, channelId))).toBe(0);
    const [raw] = await tx.execute(
      sql`select from raw_updates where channel_id = ${channelId}::uuid limit 1`,
    );
    expect(raw).toBeUndefined();
  });

describe("who may deliver", () => {
  test.each([
    ["none", null],
    ["an empty one", ""],
    ["another", "something-else"],
    ["the right one cut short", secret.slice(0, -1)],
    ["the right one and more", `${secret}x`],
    ["the right one in capitals", secret.toUpperCase()],
  ])("%s as its secret: 401, and nothing is stored", async (_label, given) => {
    const answer = await deliver({ secret: given, body: JSON.stringify(updateOf("merhaba")) });
    expect(answer.status).toBe(401);
    expect(answer.body).not.toContain(secret);
    await expectNothingStored();
  });

  test.each(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])("%s: 405", async (method) => {
    const answer = await deliver({ method, body: "" });
    expect([answer.status, answer.headers.allow]).toEqual([405, "POST"]);
  });

  test.each(["nobody", "%00", "%zz", "..%2f..", "a/b", "'%20or%201=1--", "a".repeat(8_000)])(
    "a key that is no bot's (%s): 404",
    async (path) => {
      expect((await deliver({ path: `/api/webhooks/telegram/${path}` })).status).toBe(404);
    },
  );

  test("a bot that has been disconnected: 410 within two seconds, and nothing is stored", async () => {
    expect((await deliver({ body: JSON.stringify(updateOf("bir")) })).status).toBe(200);
    await read((tx) => tx.update(channels).set({ state: "deleted" }).where(eq(channels.id, channelId)));
    state.clock.advance(2_000);
    expect((await deliver({ body: JSON.stringify(updateOf("iki")) })).status).toBe(410);
    expect((await thread()).map((message) => message.text)).toEqual(["bir"]);
  });
});

describe("what is no update", () => {
  const mega = 1_000_000;

  test("exactly 1 MB is taken", async () => {
    const update = JSON.stringify(updateOf("tam"));
    expect((await deliver({ body: update + " ".repeat(mega - Buffer.byteLength(update)) })).status).toBe(200);
    expect(await thread()).toHaveLength(1);
  });

  test.each<[string, Sent]>([
    ["says so", { body: Buffer.alloc(mega + 1, "x") }],
    ["is far over it", { body: Buffer.alloc(8 * mega, "x") }],
    [
      "has no length",
      {
        body: async (outgoing) => {
          for (let sent = 0; sent <= mega; sent += 50_000) outgoing.write(Buffer.alloc(50_000, "x"));
          outgoing.end();
        },
      },
    ],
    [
      "comes slowly and has no end",
      {
        body: async (outgoing) => {
          while (!outgoing.destroyed) {
            outgoing.write(Buffer.alloc(100_000, "x"));
            await sleep(20);
          }
        },
      },
    ],
    [
      "says so and sends nothing",
      {
        headers: { "content-length": String(mega + 1) },
        body: async (outgoing) => outgoing.flushHeaders(),
      },
    ],
  ])("over 1 MB that %s: 413 in good time, and nothing is stored", async (_label, sent) => {
    const startedAt = performance.now();
    const answer = await deliver(sent);
    expect(answer.status).toBe(413);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await expectNothingStored();
  });

  test("a body that comes letter by letter is one update", async () => {
    const update = Buffer.from(JSON.stringify(updateOf("yavaş 🐢")));
    const answer = await deliver({
      headers: { "content-length": String(update.byteLength) },
      body: async (outgoing) => {
        for (const byte of update) {
          outgoing.write(Buffer.from([byte]));
          if (byte % 16 === 0) await sleep(1);
        }
        outgoing.end();
      },
    });
    expect(answer.status).toBe(200);
    expect((await thread()).map((message) => message.text)).toEqual(["yavaş 🐢"]);
  });

  test("a client that breaks off leaves nothing behind, and no error of ours", async () => {
    const before = await countOf("postponed");
    const gone = deliver({
      headers: { "content-length": "500" },
      body: async (outgoing) => {
        outgoing.write('{"update_id": 1');
        await sleep(30);
        outgoing.destroy();
      },
    });
    await expect(gone).rejects.toThrow();
    await expectNothingStored();
    expect(await countOf("postponed")).toBe(before);
  });

  test.each(["", "x", "{", '{"update_id": 1', "<xml/>", "update_id=1", "NaN", '{"update_id": 0x10}'])(
    "%j is not JSON: 400, and nothing is stored",
    async (body) => {
      expect((await deliver({ body })).status).toBe(400);
      await expectNothingStored();
    },
  );

  const strange = [
    "null",
    "true",
    "7",
    '"text"',
    "[]",
    '[{"update_id": 1}]',
    "{}",
    '{"message": {"text": "x"}}',
    '{"update_id": "5", "message": {}}',
    '{"update_id": null, "message": {}}',
    '{"update_id": 1.5, "message": {}}',
    '{"update_id": 1e400, "message": {}}',
    '{"update_id": 9007199254740993, "message": {}}',
    '{"update_id": 31}',
    '{"update_id": 32, "message": null}',
    '{"update_id": 33, "message": "x"}',
    '{"update_id": 34, "message": []}',
    '{"update_id": 35, "message": {}}',
    '{"update_id": 36, "message": {"chat": "x", "from": 7, "text": {}}}',
    '{"update_id": 37, "message": {"chat": {"id": "1", "type": "private"}, "from": {"id": 1}, "text": "x"}}',
    '{"update_id": 38, "message": {"chat": {"id": 1, "type": "private"}, "text": "x"}}',
    '{"update_id": 39, "edited_message": {"chat": {"id": 1, "type": "private"}, "from": {"id": 1}}}',
    '{"update_id": 40, "callback_query": {"id": 7, "from": {"id": 1}}}',
    '{"update_id": 41, "callback_query": {}}',
    `{"update_id": 42, "message": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
  ];
  test.each(strange.map((body) => [body.slice(0, 90), body]))(
    "%s is of no shape that we know: 200, and counted as rejected",
    async (_label, body) => {
      const before = { rejected: await countOf("rejected"), stored: await countOf("stored") };
      expect((await deliver({ body })).status).toBe(200);
      expect(await countOf("rejected")).toBe(before.rejected + 1);
      expect(await countOf("stored")).toBe(before.stored);
      expect(await thread()).toHaveLength(0);
    },
  );
});

describe("text of every kind", () => {
  test.each([
    ["4,096 characters", "ğ".repeat(4_096)],
    ["4,096 characters of which none is of the basic plane", "👩‍🚀".repeat(819)],
    ["nothing that can be seen", "\u200b\u200c\u200d\u2060\ufeff"],
    ["right-to-left with overrides and isolates", "\u202eأين\u202c طلبي \u2067١٢٣٤\u2069؟"],
    ["an emoji of many parts", "👨‍👩‍👧‍👦🏳️‍🌈🇹🇷"],
    ["combining marks without end", `Z${"\u0301\u0327".repeat(500)}`],
    ["what looks like markup", "<script>alert(1)</script> {{7*7}} %s \\u0000"],
    ["what looks like SQL", "'; drop table messages; --"],
    ["names of objects' insides", "__proto__ constructor toString hasOwnProperty"],
    ["line breaks of every kind", "a\r\nb\u2028c\u2029d\u0085e\tf"],
  ])("%s is kept as it was written", async (_label, text) => {
    expect((await deliver({ body: JSON.stringify(updateOf(text)) })).status).toBe(200);
    expect((await thread()).map((message) => message.text)).toEqual([text]);
  });

  test("what no database can hold is left out, wherever it stands, and the message is kept", async () => {
    const bad = "\u0000x\ud83d";
    const from = { first_name: bad, last_name: bad, username: bad, language_code: bad };
    const base = { date: 1_795_000_000, chat: { id: chatId, type: "private" } };
    const sender = { id: chatId, is_bot: false, ...from };
    const content = [
      { text: bad },
      {
        caption: bad,
        photo: [{ file_id: bad, file_unique_id: bad, width: 1e308, height: -1, file_size: 1e300 }],
      },
      { contact: { phone_number: bad, user_id: chatId, first_name: bad } },
      { [`odd${bad}kind`]: { [bad]: bad } },
      { text: `/start ${bad}` },
    ];
    for (const fields of content) {
      const update_id = nextUpdateId++;
      const update = { update_id, message: { message_id: update_id, ...base, from: sender, ...fields } };
      expect((await deliver({ body: JSON.stringify(update) })).status).toBe(200);
    }
    const tap = { id: bad, from: sender, data: bad, message: { message_id: 1, ...base } };
    const update = { update_id: nextUpdateId++, callback_query: tap };
    expect((await deliver({ body: JSON.stringify(update) })).status).toBe(200);
    expect((await thread()).map(({ kind, text }) => [kind, text])).toEqual([
      ["text", "x\ufffd"],
      ["photo", "x\ufffd"],
      ["contact", ""],
      ["unsupported", ""],
      ["command", "/start x\ufffd"],
      ["callback", "x\ufffd"],
    ]);
  });

  test("a name is cut between characters, never through one", async () => {
    const update = updateOf("merhaba", { first_name: `${"a".repeat(199)}👩‍🚀` });
    expect((await deliver({ body: JSON.stringify(update) })).status).toBe(200);
    expect(await thread()).toHaveLength(1);
    const [customer] = await read((tx) =>
      tx.select({ name: customers.displayName }).from(customers).where(like(customers.displayName, "aaa%")),
    );
    expect(customer?.name.isWellFormed()).toBe(true);
  });

  test("keys that mean something to objects change none", async () => {
    const { message, update_id } = updateOf("x");
    const planted = JSON.stringify({
      update_id,
      message: { ...message, constructor: { prototype: { a: 1 } } },
    });
    const body = planted.replace('"constructor"', '"__proto__": {"polluted": 1}, "constructor"');
    expect((await deliver({ body })).status).toBe(200);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(await thread()).toHaveLength(1);
  });

  test("bytes that are no UTF-8 do not stop the message", async () => {
    const [before, after] = JSON.stringify(updateOf("|")).split("|");
    const body = Buffer.concat([Buffer.from(before!), Buffer.from([0xff, 0xc0, 0x80]), Buffer.from(after!)]);
    expect((await deliver({ body })).status).toBe(200);
    expect((await thread())[0]?.text).toMatch(/^\ufffd+$/);
  });
});

describe("an update that the database refuses", () => {
  test("is set aside, counted once, and holds up neither its neighbours nor its chat", async () => {
    const admin = postgres(state.urls.adminUrl, { max: 1, onnotice: () => {} });
    await admin.unsafe(`
      create function refuse_poison() returns trigger language plpgsql as $$
        begin if new.text = 'poison' then raise exception 'refused' using errcode = '22023'; end if; return new; end $$;
      create trigger refuse_poison before insert on messages for each row execute function refuse_poison()`);
    try {
      const before = { rejected: await countOf("rejected"), stored: await countOf("stored") };
      const texts = ["bir", "iki", "poison", "üç", "dört"];
      const answers = await Promise.all(
        texts.map((text) => deliver({ body: JSON.stringify(updateOf(text)) })),
      );
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
      expect((await thread()).map((message) => message.text).sort()).toEqual(["bir", "dört", "iki", "üç"]);
      expect(await countOf("rejected")).toBe(before.rejected + 1);
      expect(await countOf("stored")).toBe(before.stored + 4);
      const set = await read((tx) =>
        tx
          .select()
          .from(updateReceipts)
          .where(and(eq(updateReceipts.channelId, channelId), eq(updateReceipts.state, "rejected"))),
      );
      expect(set.map((receipt) => receipt.reason)).toEqual(["data_error"]);
    } finally {
      await admin.unsafe("drop trigger refuse_poison on messages; drop function refuse_poison()");
      await admin.end({ timeout: 5 });
    }
  });
});

describe("a full disk", () => {
  test("nothing is taken before there is space, and then once", async () => {
    const update = JSON.stringify(updateOf("dolu"));
    const receipts = () =>
      read((tx) => tx.select().from(updateReceipts).where(eq(updateReceipts.channelId, channelId)));
    const before = await countOf("postponed");
    const free = await fillDisk(state.runtime);
    try {
      const refused = await deliver({ body: update });
      expect(refused.status).toBe(503);
      expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
      expect(refused.body).toContain("disk is full");
      // Whoever is nobody hears nothing of it.
      expect((await deliver({ body: update, secret: "guess" })).status).toBe(401);
      expect(await receipts()).toEqual([]);
      expect(await thread()).toEqual([]);
      expect(await countOf("postponed")).toBe(before + 1);
    } finally {
      await free();
    }
    expect((await deliver({ body: update })).status).toBe(200);
    expect((await deliver({ body: update })).status).toBe(200);
    expect(await thread()).toMatchObject([{ text: "dolu" }]);
    expect(await receipts()).toHaveLength(1);
  });
});
