import { describe, expect, test } from "vitest";
import { canMove, chooseUpdateMode, isApiRootAllowed, resolveApiRoot, telegramApiRoot } from "./rules";

describe("how updates reach us", () => {
  test.each([
    ["a real bot, public HTTPS", telegramApiRoot, true, "webhook"],
    ["a real bot, no public HTTPS", telegramApiRoot, false, "polling"],
    ["a local bot", "/sandbox/telegram", false, "webhook"],
    ["a bot on another server, no public HTTPS", "http://127.0.0.1:8081", false, "polling"],
  ])("%s", (_label, apiRoot, hasPublicHttps, mode) => {
    expect(chooseUpdateMode(apiRoot, hasPublicHttps)).toBe(mode);
  });
});

test("a path is resolved against the running origin, an address stands", () => {
  expect(resolveApiRoot("/sandbox/telegram", "http://127.0.0.1:3000")).toBe(
    "http://127.0.0.1:3000/sandbox/telegram",
  );
  expect(resolveApiRoot(telegramApiRoot, "http://127.0.0.1:3000")).toBe(telegramApiRoot);
});

test("without the sandbox only Telegram's own server may be named", () => {
  expect(isApiRootAllowed(telegramApiRoot, false)).toBe(true);
  expect(isApiRootAllowed("/sandbox/telegram", false)).toBe(false);
  expect(isApiRootAllowed("http://169.254.169.254", false)).toBe(false);
  expect(isApiRootAllowed("/sandbox/telegram", true)).toBe(true);
});

test("what is disconnected stays so", () => {
  expect(canMove("active", "paused")).toBe(true);
  expect(canMove("broken", "active")).toBe(true);
  expect(canMove("deleted", "active")).toBe(false);
});
