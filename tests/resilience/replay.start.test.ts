import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { useRunningProduct } from "./running-product";

/** `npm run replay` beside the running product: what it prints is what the product did. */
const state = useRunningProduct();
const folder = mkdtempSync(join(tmpdir(), "santral-replay-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const message = (id: number, text: string, userId = 5_100_099_001) => ({
  update_id: 990_000_000 + id,
  message: {
    message_id: id,
    date: 1_795_000_000 + id,
    from: { id: userId, is_bot: false, first_name: "Kayıt", language_code: "tr" },
    chat: { id: userId, type: "private", first_name: "Kayıt" },
    text,
  },
});
const lines = [
  JSON.stringify(message(1, "Merhaba")),
  // Of somebody else: of one, the agent may take both messages in one turn.
  JSON.stringify(message(2, "Kapıda ödeme var mı?", 5_100_099_002)),
  '{"update_id": 990000003, "message": {',
  JSON.stringify({ message: message(4, "numarasız").message }),
  JSON.stringify({ update_id: 990_000_005, message: { message_id: 5, date: 1, text: "sohbetsiz" } }),
  JSON.stringify({
    update_id: 990_000_006,
    edited_message: { ...message(1, "Merhabalar").message, edit_date: 1_795_000_100 },
  }),
  "",
];
const file = join(folder, "updates.jsonl");
writeFileSync(file, lines.join("\n"));

function replay(...options: string[]) {
  const done = spawnSync(process.execPath, ["--import", "tsx", "scripts/replay/main.ts", ...options], {
    encoding: "utf8",
  });
  return { code: done.status, out: done.stdout.trim(), err: done.stderr };
}

describe("recorded updates through the door of a running product", () => {
  test("what was stored, shown, answered and rejected, and once more without effect", () => {
    const { origin } = state.product;
    const first = replay("--file", file, "--url", origin, "--wait", "30");
    expect(first.err).toBe("");
    expect(first.out).toContain("line 3, update without id: rejected, not JSON");
    expect(first.out).toContain("line 4, update without id: rejected, no update_id");
    expect(first.out).toMatch(/line 5, update 990000005: rejected, \w+/);
    expect(first.out.split("\n").at(-1)).toBe(
      "lines 6 taken 4 stored 3 shown 3 answered 1 ignored 0 rejected 3",
    );
    const again = JSON.parse(replay("--file", file, "--url", origin, "--json").out);
    expect(again).toMatchObject({ stored: 3, storedBefore: 3, shown: 3, agent: { answer: 1, waiting: 0 } });
  });

  test("where only the webhook is known, it says what it does not know; a wrong secret is a rejection", async () => {
    const { origin, telegram } = state.product;
    const told = await fetch(`${origin}/sandbox/replay/target`, {
      method: "POST",
      headers: { authorization: `Bearer ${telegram.demo.controlToken}` },
      body: "{}",
    });
    const { path, secret } = (await told.json()) as { path: string; secret: string };
    const alone = replay("--file", file, "--url", `${origin}${path}`, `--secret=${secret}`);
    expect(alone.err).toBe("");
    expect(alone.out).toContain("is not known");
    expect(alone.out.split("\n").at(-1)).toBe(
      "lines 6 taken 4 stored ? shown ? answered ? ignored ? rejected 2",
    );
    const wrong = replay("--file", file, "--url", `${origin}${path}`, "--secret=x");
    expect(wrong.out).toContain("line 1, update 990000001: rejected, 401 The secret token is wrong.");
  });

  test("a bot that is not there, a product that is not there and a file that is not there are said", async () => {
    const { origin } = state.product;
    expect(replay("--file", file, "--url", origin, "--bot", "nobody_bot").err).toContain("no bot nobody_bot");
    expect(replay("--file", file, "--url", "http://127.0.0.1:9").err).toContain("No product answers");
    expect(replay("--file", join(folder, "none"), "--url", origin).err).toContain("cannot be read");
    const guess = await fetch(`${origin}/sandbox/replay/target`, { method: "POST", body: "{}" });
    expect(guess.status).toBe(401);
  });
});
