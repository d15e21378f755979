import { describe, expect, test } from "vitest";
import { PlainError } from "../lib/plain-error.ts";
import { readBackupOptions, readRestoreOptions } from "./options.ts";

const nothing = {};

describe("npm run backup", () => {
  test.each([
    [["--to", "/mnt/b"], { task: "backup", address: "/mnt/b", isVerified: false, isFast: false, keep: null }],
    [["--to=/mnt/b", "--verify", "--fast", "--keep", "3"], { isVerified: true, isFast: true, keep: 3 }],
    [["--serving", "--json", "--to", "/mnt/b"], { isServing: true, isJson: true }],
    [["--list", "--to", "/mnt/b"], { task: "list", address: "/mnt/b" }],
    [["--show-key"], { task: "show-key" }],
  ])("%j", (args, expected) => {
    expect(readBackupOptions(args, nothing)).toMatchObject(expected);
  });

  test("goes to BACKUP_TO where no place is named, and to the one that is before it", () => {
    const environment = { BACKUP_TO: "s3://bucket/nightly" };
    expect(readBackupOptions([], environment)).toMatchObject({ address: "s3://bucket/nightly" });
    expect(readBackupOptions(["--to", "/mnt/b"], environment)).toMatchObject({ address: "/mnt/b" });
  });

  test.each<[string[], RegExp]>([
    [["--veriffy", "--to", "/mnt/b"], /^Unknown option '--veriffy'\. npm run backup takes --to, --verify, /],
    [["/mnt/b"], /^Unexpected argument '\/mnt\/b'\. npm run backup takes --to, /],
    [["--to"], /^Option '--to <value>' argument missing\. npm run backup takes/],
    [["--to", "--verify"], /^Option '--to' argument is ambiguous\. npm run backup takes/],
    [["--to", "/mnt/b", "--keep", "0"], /^--keep is a number from 1 on/],
    [["--to", "/mnt/b", "--keep", "all"], /^--keep is a number from 1 on/],
    [[], /^Where to\?/],
    [["--list"], /^Where to\?/],
  ])("%j is refused with a sentence", (args, sentence) => {
    const read = () => readBackupOptions(args, nothing);
    expect(read).toThrow(sentence);
    expect(read).toThrow(PlainError);
  });
});

describe("npm run restore", () => {
  test.each([
    [
      ["--from", "/mnt/b"],
      { task: "restore", address: "/mnt/b", id: undefined, isForced: false, isJson: false },
    ],
    [
      ["--from", "/mnt/b", "--backup", "2026", "--force", "--json"],
      { id: "2026", isForced: true, isJson: true },
    ],
    [["--forget"], { task: "forget" }],
  ])("%j", (args, expected) => {
    expect(readRestoreOptions(args, nothing)).toMatchObject(expected);
  });

  test.each<[string[], RegExp]>([
    [["--to", "/mnt/b"], /^Unknown option '--to'\. npm run restore takes --from, --backup, /],
    [["--from", "/mnt/b", "--until", "2026-11-21"], /pgBackRest/],
    [[], /^From where\?/],
  ])("%j is refused with a sentence", (args, sentence) => {
    const read = () => readRestoreOptions(args, nothing);
    expect(read).toThrow(sentence);
    expect(read).toThrow(PlainError);
  });
});
