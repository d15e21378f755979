import { describe, expect, test } from "vitest";
import { handleTrpc } from "@/server/trpc/handler";
import { appRouter } from "@/server/trpc/root";
import { nonsense, odd, placesOf, withValueAt } from "../fixtures/odd-input";
import { leaks, useNeighbours } from "../isolation/neighbours";
import { samples } from "../isolation/samples";

/**
 * Every procedure with everything odd in each of its fields: it answers or refuses, it never fails, and nothing odd
 * comes out changed into something else. Those of the platform's operators are walked in operator.db.test.ts.
 */
const state = useNeighbours();

/** In a file each value stands where a cell does. */
function inFile(value: unknown): unknown {
  return typeof value === "string"
    ? `question,answer,language,tags,order_number,ordered_at,customer_name,status,item,price\n"${value}","${value}",tr,"${value}","${value}",2026-11-18,"${value}",shipped,"${value}","${value}"\n`
    : value;
}

await Promise.all(Object.values(appRouter._def.lazy).map((router) => router.load()));
const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>,
)
  .filter(([path]) => !path.startsWith("operator."))
  .map(([path, { _def }]) => ({ path, isMutation: _def.type === "mutation" }));

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
