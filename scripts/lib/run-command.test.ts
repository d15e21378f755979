import { parseArgs } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PlainError } from "./plain-error.ts";
import { runCommand } from "./run-command.ts";

let said = "";
beforeEach(() => {
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

test("a command that ends well says nothing of its own", async () => {
  await runCommand(async () => {});
  expect({ said, code: process.exitCode }).toEqual({ said: "", code: undefined });
});

test("what the reader can mend is said in its own lines, without a stack", async () => {
  await runCommand(() => {
    throw new PlainError("There is no place.\nName one with --to.");
  });
  expect({ said, code: process.exitCode }).toEqual({
    said: "✗ There is no place.\n✗ Name one with --to.\n",
    code: 1,
  });
});

test("an option that is none is named, without a stack", async () => {
  await runCommand(() => void parseArgs({ args: ["--nonsense"], options: {} }));
  expect(said).toContain("--nonsense");
  expect(said).not.toContain("    at ");
});

test("what nobody expected is said with where it was", async () => {
  await runCommand(async () => {
    throw new Error("torn");
  });
  expect(said).toContain("✗ Error: torn\n");
  expect(said).toContain("run-command.test.ts");
  expect(process.exitCode).toBe(1);
});
