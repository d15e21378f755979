import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findMethod } from "./methods";

/** Every way the product names a method: as an argument of its caller, and through grammY's `api`. */
const namings = [
  /\bcallBotApi(?:<[^>]*>)?\([^"'`;]{1,200}["'`](\w+)["'`]/g,
  /\bapi(?:\.raw)?\.(\w+)\(/g,
  /\bmethod:\s*["'`]((?:send|edit|delete|get|set|answer|copy|forward|create|approve|decline|ban|unban|restrict|promote|pin|unpin|leave|close|reopen|revoke|export|stop)[A-Z]\w*)["'`]/g,
];

function* sources(folder: string): IterableIterator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

function methodsCalledIn(text: string): string[] {
  return namings.flatMap((naming) => [...text.matchAll(naming)].map((match) => match[1] as string));
}

test("the ways of naming a method are recognised", () => {
  const text = `await callBotApi(target, "sendMesage", {}); bot.api.raw.sendPhoto({}); bot.api.getMe();
    callBotApi(await targetOf(channel), 'banChatMember', {}); const x = { method: "sendVideo" };`;
  expect(methodsCalledIn(text).sort()).toEqual([
    "banChatMember",
    "getMe",
    "sendMesage",
    "sendPhoto",
    "sendVideo",
  ]);
});

test("the table knows every method that the product calls", () => {
  const called = new Map<string, string>();
  for (const path of sources(join(import.meta.dirname, "../../../server"))) {
    for (const method of methodsCalledIn(readFileSync(path, "utf8"))) called.set(method, path);
  }
  expect([...called.keys()]).toContain("setWebhook");
  const unknown = [...called].filter(([method]) => !findMethod(method));
  expect(unknown).toEqual([]);
});
