import { describe, expect, test } from "vitest";
import { canUnlink, lockedUntil, normaliseAddress, ownPath } from "./rules";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 9, 0) + minutes * 60_000);

describe("where to go on", () => {
  test.each([
    ["/w/demo/conversations?status=open#c", "/w/demo/conversations?status=open#c"],
    ["/invitations/abc", "/invitations/abc"],
    ["/", "/"],
  ])("%s is a path of ours", (given, path) => {
    expect(ownPath(given)).toBe(path);
  });

  test.each([
    ["another site", "https://evil.example/"],
    ["another site by two slashes", "//evil.example"],
    ["another site by a backslash", "/\\evil.example"],
    ["another site behind a tab", "/\t/evil.example"],
    ["a script", "javascript:alert(1)"],
    ["a door of programs", "/api/auth/signout"],
    ["the demo's sign-in", "/sandbox/sign-in?role=owner"],
    ["the same behind dots", "/w/../sandbox/sign-in"],
    ["no slash", "w/demo"],
    ["nothing", ""],
    ["a list", ["/w/demo"]],
    ["no end", `/${"a".repeat(600)}`],
  ])("%s is not", (_label, given) => {
    expect(ownPath(given)).toBeNull();
  });
});

describe("the lock", () => {
  test.each([
    ["no failure", [], 20, null],
    ["four within a quarter of an hour", [3, 2, 1, 0], 3, null],
    ["the fifth", [4, 3, 2, 1, 0], 4, 19],
    ["a minute before its end", [4, 3, 2, 1, 0], 18, 19],
    ["its end", [4, 3, 2, 1, 0], 19, null],
    ["five over more than a quarter of an hour", [16, 12, 8, 4, 0], 16, null],
    ["only the newest five count", [30, 29, 28, 27, 26, 2, 1, 0], 31, 45],
  ] as const)("%s", (_label, failures, now, until) => {
    const locked = lockedUntil(
      failures.map((minute) => at(minute)),
      at(now),
    );
    expect(locked).toEqual(until === null ? null : at(until));
  });
});

describe("the last way to sign in stays", () => {
  const own = (hasAddress: boolean, hasPassword: boolean, providers: string[] = []) => ({
    hasAddress,
    hasPassword,
    providers,
  });
  test.each([
    ["a password beside an address", own(true, true), "password", true],
    ["an address that the password needs", own(true, true), "address", false],
    ["an address beside Google", own(true, true, ["google"]), "address", true],
    ["the only provider", own(false, false, ["google"]), "google", false],
    ["one of two providers", own(false, false, ["google", "telegram"]), "google", true],
    ["a provider beside an address", own(true, false, ["google"]), "google", true],
    ["a provider beside a password that nothing opens with", own(false, true, ["google"]), "google", false],
    ["what is not there", own(true, true, ["google"]), "telegram", false],
    ["a password that is not there", own(true, false), "password", false],
  ] as const)("%s", (_label, methods, method, can) => {
    expect(canUnlink(methods, method)).toBe(can);
  });
});

test("addresses are compared without capitals, spaces and look-alike widths", () => {
  expect(normaliseAddress("  Ayşe.K@Example.COM ")).toBe("ayşe.k@example.com");
  expect(normaliseAddress("ｄｅｎｉｚ@example.com")).toBe("deniz@example.com");
});
