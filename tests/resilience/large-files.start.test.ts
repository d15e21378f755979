import { expect, test } from "vitest";
import { useRunningProduct } from "./running-product";

/** Files on their way through the server that is really run: what stands before our code may cut them off. */
const state = useRunningProduct();

/** About 12 MB: more than the framework lets through where its proxy sees the body. */
const rowCount = 30_000;
const note = "x".repeat(380);
const file = Buffer.from(
  [
    "name;phone;note",
    ...Array.from({ length: rowCount }, (_, n) => `Ayşe ${n};+90530${n + 1_000_000};${note}`),
  ].join("\n"),
);

const send = (cookie: string, body: BodyInit, more: RequestInit = {}) =>
  fetch(`${state.product.origin}/api/imports?target=customers&name=big.csv`, {
    method: "POST",
    headers: { cookie, "x-santral-workspace": "demo" },
    body,
    ...more,
  });

test("a file for an import arrives whole, with and without an announced length", async () => {
  expect(file.byteLength).toBeGreaterThan(11_000_000);
  const cookie = await state.product.signIn("owner");
  const announced = await send(cookie, file);
  expect(await announced.json()).toMatchObject({ state: "ready", sizeBytes: file.byteLength });

  const pieces = new ReadableStream({
    start(controller) {
      for (let at = 0; at < file.byteLength; at += 65_536) controller.enqueue(file.subarray(at, at + 65_536));
      controller.close();
    },
  });
  const chunked = await send(cookie, pieces, { duplex: "half" } as RequestInit);
  expect(await chunked.json()).toMatchObject({ state: "ready", sizeBytes: file.byteLength });
});

test("an attachment arrives whole", async () => {
  const cookie = await state.product.signIn("owner");
  const answer = await fetch(`${state.product.origin}/api/uploads?name=liste.csv`, {
    method: "POST",
    headers: { cookie, "x-santral-workspace": "demo", "content-type": "text/csv" },
    body: file,
  });
  expect(await answer.json()).toMatchObject({ sizeBytes: file.byteLength });
});
