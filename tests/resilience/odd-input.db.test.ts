import { describe, expect, test } from "vitest";
import { handleTrpc } from "@/server/trpc/handler";
import { appRouter } from "@/server/trpc/root";
import { leaks, useNeighbours } from "../isolation/neighbours";
import { samples } from "../isolation/samples";

/**
 * Every procedure with everything odd in each of its fields: it answers or refuses, it never fails, and nothing odd
 * comes out changed into something else.
 */
const state = useNeighbours();

const odd: Record<string, unknown> = {
  "text with NUL": "a\u0000b",
  "half a surrogate pair": "a\ud83d",
  "the other half": "\udc00",
  emoji: "👩‍🚀🏳️‍🌈",
  "Arabic with overrides": "\u202eأين طلبي\u202c",
  "nothing that can be seen": "\u200b\u2060",
  spaces: " \t\n ",
  nothing: "",
  markup: '<img src=x onerror="alert(1)">',
  "a formula": "=cmd|' /C calc'!A0",
  SQL: "'; drop table messages; --",
  wildcards: "%_\\",
  "an object's inside": "__proto__",
  "a very long text": "x".repeat(20_000),
  null: null,
  "a list": [],
  "an object": {},
  true: true,
  zero: 0,
  "less than nothing": -1,
  "a fraction": 1.5,
  "more than an integer": 2 ** 53 + 2,
  "more than 32 bits": 4_294_967_296,
  "a huge number": 1e308,
};

const nonsense = [
  "",
  '{"a":',
  '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  '{"limit":1e999}',
];

type Path = readonly (string | number)[];

/** Where the values of an input stand, the input itself first. */
function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]))];
}

function withValueAt(input: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(input))
    return input.map((item, at) => (String(at) === step ? withValueAt(item, rest, value) : item));
  const object = input as Record<string, unknown>;
  return { ...object, [step]: withValueAt(object[step], rest, value) };
}

/** In a file each value stands where a cell does. */
function inFile(value: unknown): unknown {
  return typeof value === "string"
    ? `question,answer,language,tags,order_number,ordered_at,customer_name,status,item,price\n"${value}","${value}",tr,"${value}","${value}",2026-11-18,"${value}",shipped,"${value}","${value}"\n`
    : value;
}

await Promise.all(Object.values(appRouter._def.lazy).map((router) => router.load()));
const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
).map(([path, { _def }]) => ({ path, isMutation: _def.type === "mutation" }));

async function call(path: string, isMutation: boolean, body: string) {
  const url = new URL(`/api/trpc/${path}`, state.runtime.env.origin);
  if (!isMutation) url.searchParams.set("input", body);
  const response = await handleTrpc(
    new Request(url, {
      method: isMutation ? "POST" : "GET",
      headers: { host: url.host, "content-type": "application/json", ...headers },
      ...(isMutation ? { body } : {}),
    }),
  );
  return { status: response.status, text: await response.text() };
}

let headers: Record<string, string> = {};

describe.each(procedures)("$path", ({ path, isMutation }) => {
  test("answers or refuses whatever stands in its input, and never fails", async () => {
    headers = await state.b.headersOf("owner");
    const failures: string[] = [];
    for (const { input } of samples[path]!.attempts(state.a, state.b).slice(0, 1)) {
      for (const place of placesOf(input)) {
        for (const [name, value] of Object.entries(odd)) {
          const given = withValueAt(input, place, place.at(-1) === "csv" ? inFile(value) : value);
          const answer = await call(path, isMutation, JSON.stringify(given));
          if (answer.status >= 500)
            failures.push(`${name} at ${place.join(".") || "the input"}: ${answer.text}`);
          if (leaks(answer.text) && !leaks(given)) failures.push(`${name} at ${place.join(".")} shows A's`);
        }
      }
    }
    expect(failures).toEqual([]);
  });

  test("answers or refuses what is no input at all", async () => {
    headers = await state.b.headersOf("owner");
    for (const body of nonsense) {
      expect((await call(path, isMutation, body)).status, body.slice(0, 80)).toBeLessThan(500);
    }
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});
