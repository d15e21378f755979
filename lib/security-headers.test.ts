import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answerHeaders, pagePolicy, toastStyleHash } from "./security-headers.mjs";

const hashOf = (styles: string) => `'sha256-${createHash("sha256").update(styles).digest("base64")}'`;

describe("the policy of a page", () => {
  const directives = new Map(
    pagePolicy("bm9uY2U=", { isDev: false })
      .split("; ")
      .map((directive) => [directive.split(" ", 1)[0], directive.split(" ").slice(1)] as const),
  );

  test("runs scripts by their nonce only, and nothing by eval", () => {
    expect(directives.get("script-src")).toEqual(["'self'", "'nonce-bm9uY2U='", "'strict-dynamic'"]);
  });

  test("takes in no <style> but the toasts' own", () => {
    expect(directives.get("style-src-elem")).toEqual(["'self'", `'${toastStyleHash}'`, hashOf("")]);
  });

  test("names no other origin and lets nobody frame it", () => {
    const sources = [...directives.values()].flat();
    expect(sources.filter((source) => /^https?:|[*]/.test(source))).toEqual([]);
    expect(directives.get("default-src")).toEqual(["'none'"]);
    expect(directives.get("frame-ancestors")).toEqual(["'none'"]);
    expect(directives.get("base-uri")).toEqual(["'none'"]);
  });
});

test("the hash is that of the styles of the installed sonner", () => {
  const path = join(import.meta.dirname, "../node_modules/sonner/dist/index.mjs");
  const [, literal = ""] = /^__insertCSS\((".*")\);$/m.exec(readFileSync(path, "utf8")) ?? [];
  const styles: unknown = JSON.parse(literal);
  expect(styles).toMatch(/data-sonner-toaster/);
  expect(hashOf(String(styles))).toBe(`'${toastStyleHash}'`);
});

test("browsers are held to HTTPS where we are served by it, and only there", () => {
  expect(answerHeaders("https://santral.example")).toHaveProperty("strict-transport-security");
  expect(answerHeaders("http://127.0.0.1:3000")).not.toHaveProperty("strict-transport-security");
  expect(answerHeaders()).not.toHaveProperty("strict-transport-security");
});
