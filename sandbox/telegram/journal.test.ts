import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock";
import { controlToken, startTestSandbox, type TestSandbox } from "../testing/start";
import { Journal } from "./journal";
import type { StateRecord } from "./records";
import { Store } from "./store";

let dataDir: string;
const opened: TestSandbox[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "santral-journal-"));
});
afterEach(async () => {
  for (const local of opened.splice(0)) await local.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function reopen(): Promise<TestSandbox> {
  const local = await startTestSandbox({ dataDir });
  opened.push(local);
  return local;
}

/** Starts a sandbox elsewhere and gives its origin and the way to kill it. */
async function startVictim(): Promise<{ origin: string; kill(): Promise<void> }> {
  const script = fileURLToPath(new URL("../testing/victim.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", () => reject(new Error("The sandbox did not start.")));
  });
  return {
    origin,
    kill: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGKILL");
      }),
  };
}

test("everything that was answered is there after a SIGKILL, and nothing that was not", async () => {
  const victim = await startVictim();
  const control = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${controlToken}` };
    const response = await fetch(`${victim.origin}/sandbox/telegram/control/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return (await response.json()) as { id: number; username: string; token: string; updateId: number };
  };
  const { id: user } = await control("users", { first_name: "Ayşe" });
  const { username, token } = await control("bots", { name: "Dayanıklı" });
  const { updateId } = await control("messages", { bot: username, from: user, text: "orada mısın" });
  await control("faults", { bot: username, method: "sendMessage", kind: "400", times: 2 });
  const answered: string[] = [];
  const sending = Array.from({ length: 200 }, async (_, index) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ callback_query_id: String(index) });
    await fetch(`${victim.origin}/sandbox/telegram/bot${token}/answerCallbackQuery`, {
      method: "POST",
      headers,
      body,
    })
      .then((response) => response.json())
      .then(() => answered.push(String(index)))
      .catch(() => {});
    if (index === 100) await victim.kill();
  });
  await Promise.all(sending);

  const local = await reopen();
  const recorded = local.sandbox.listCalls({ bot: username }).map(({ params }) => params.callback_query_id);
  expect(answered.length).toBeGreaterThan(0);
  for (const id of answered) expect(recorded).toContain(id);
  expect(local.sandbox.listMessages({ bot: username, user }).messages).toMatchObject([
    { id: 1, text: "orada mısın" },
  ]);
  expect((await local.call(token, "getUpdates")).result).toMatchObject([
    { update_id: updateId, message: { text: "orada mısın" } },
  ]);
  expect((await local.call(token, "sendMessage", { chat_id: user, text: "x" })).error_code).toBe(400);
  expect((await local.call(token, "sendMessage", { chat_id: user, text: "x" })).error_code).toBe(400);
  const sent = await local.call(token, "sendMessage", { chat_id: user, text: "buradayım" });
  expect(sent.result).toMatchObject({ message_id: 2 });
});

test("files, groups and reactions are there after a SIGKILL, the bytes included", async () => {
  const victim = await startVictim();
  const headers = { authorization: `Bearer ${controlToken}` };
  const control = async (path: string, body: unknown) => {
    const address = `${victim.origin}/sandbox/telegram/control/${path}`;
    const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as { id: number; username: string; token: string };
  };
  const { id: user } = await control("users", { first_name: "Ayşe" });
  const { username, token } = await control("bots", { name: "Dosya" });
  const data = Buffer.from("%PDF-1.7 fatura");
  const document = { data: data.toString("base64"), file_name: "fatura.pdf" };
  await control("messages", { bot: username, from: user, document });
  await control("reactions", { bot: username, from: user, messageId: 1, reaction: ["👍"] });
  const { id: group } = await control("groups", { title: "Kalan", owner: user });
  await control(`groups/${group}/members`, { bot: username, status: "administrator" });
  await control(`groups/${group}/messages`, { from: user, text: "buradayız" });
  await victim.kill();

  const local = await reopen();
  const [message] = local.sandbox.listMessages({ bot: username, user }).messages;
  expect(message).toMatchObject({ file: { name: "fatura.pdf" }, reactions: [{ emoji: "👍", count: 1 }] });
  const bytes = await (await fetch(`${local.origin}${message?.file?.url}`)).arrayBuffer();
  expect(Buffer.from(bytes)).toEqual(data);
  expect((await local.control(`groups/${group}/messages`)).body.messages).toMatchObject([
    ...[{ service: "supergroup_chat_created" }, { service: "new_chat_members" }, { text: "buradayız" }],
  ]);
  expect((await local.call(token, "getChatMember", { chat_id: group, user_id: user })).result).toMatchObject({
    status: "creator",
  });
});

test("a torn last line is cut off, and what follows is readable again", async () => {
  const path = join(dataDir, "sandbox", "telegram.jsonl");
  const first = await startTestSandbox({ dataDir });
  const { id } = first.sandbox.createUser({ first_name: "Ayşe" });
  await first.close();
  appendFileSync(path, '[{"t":"user","user":{"id":99,"first_na');
  const second = await startTestSandbox({ dataDir });
  expect(second.sandbox.findUser(id)).toEqual({ id });
  expect(second.sandbox.findUser(99)).toBeNull();
  const next = second.sandbox.createUser({ first_name: "Mehmet" });
  await second.close();
  const third = await reopen();
  expect(third.sandbox.findUser(next.id)).toEqual(next);
});

test("damage in the middle is told, not skipped", () => {
  const path = join(dataDir, "telegram.jsonl");
  appendFileSync(path, '[]\n{"torn\n[]\n');
  expect(() => new Journal(path).open(() => {})).toThrow(/damaged at byte 3/);
});

test("compaction keeps the state and makes the file smaller", () => {
  const clock = new FakeClock();
  const store = new Store(dataDir, clock);
  const user = { id: 5, is_bot: false as const, first_name: "Ayşe" };
  store.commit(
    { t: "user", user },
    { t: "bot", id: 7, username: "a_bot", name: "A", token: "7:x", nextUpdateId: 10 },
  );
  store.commit({
    t: "webhook",
    bot: 7,
    webhook: { url: "http://127.0.0.1/h", secret: "s", maxConnections: 3 },
    dropPending: false,
  });
  store.commit(
    { t: "profile", bot: 7, field: "description", key: "tr", value: "Merhaba" },
    { t: "allowed", bot: 7, kinds: ["message"] },
  );
  const chat = { id: 5, type: "private" as const, first_name: "Ayşe" };
  for (let id = 1; id <= 3000; id += 1) {
    const message = { message_id: id, date: 1, chat, from: user, text: "x".repeat(300) };
    store.commit({
      t: "update",
      bot: 7,
      update: { update_id: id + 10, message },
      key: "chat:5",
      expiresAt: 9e15,
      queued: true,
    });
    if (id < 2990)
      store.commit(
        { t: "done", bot: 7, updateId: id + 10 },
        { t: "deleted", bot: 7, user: 5, messageId: id },
      );
  }
  store.commit({ t: "keyboard", bot: 7, user: 5, keyboard: { keyboard: [["Evet"]] } });
  const before = [...store.state.snapshot()];
  const sizeBefore = statSync(join(dataDir, "telegram.jsonl")).size;
  store.close();
  const again = new Store(dataDir, clock);
  expect([...again.state.snapshot()]).toEqual(before);
  expect(statSync(join(dataDir, "telegram.jsonl")).size).toBeLessThan(sizeBefore / 50);
  again.commit({ t: "user", user: { ...user, id: 6 } });
  again.close();
  const lines = readFileSync(join(dataDir, "telegram.jsonl"), "utf8").trim().split("\n");
  expect((JSON.parse(lines.at(-1) ?? "") as StateRecord[])[0]).toMatchObject({ t: "user", user: { id: 6 } });
});
