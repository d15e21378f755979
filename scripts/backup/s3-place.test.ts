import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { listAll, openPlace, type Place } from "./place.ts";

// Tens of megabytes, on machines that have other work.
vi.setConfig({ testTimeout: 30_000 });

const objects = new Map<string, Buffer>();
const uploads = new Map<string, { key: string; parts: Map<number, Buffer> }>();
let server: Server;
let place: Place;

/** As much of the protocol as a place asks of a store: objects, uploads in parts, pages of a listing, removals. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://store");
  const key = decodeURIComponent(url.pathname).split("/").slice(2).join("/");
  const query = url.searchParams;
  const body = await buffer(request);
  const xml = (text: string) => response.setHeader("content-type", "application/xml").end(text);
  if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 Credential=key/")) {
    response.statusCode = 403;
    xml("<Error><Code>AccessDenied</Code><Message>No.</Message></Error>");
  } else if (request.method === "POST" && query.has("uploads")) {
    const id = randomBytes(8).toString("hex");
    uploads.set(id, { key, parts: new Map() });
    xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  } else if (request.method === "PUT" && query.has("partNumber")) {
    uploads.get(query.get("uploadId")!)!.parts.set(Number(query.get("partNumber")), body);
    response.setHeader("etag", `"${createHash("md5").update(body).digest("hex")}"`).end();
  } else if (request.method === "POST" && query.has("uploadId")) {
    const { key: name, parts } = uploads.get(query.get("uploadId")!)!;
    const sorted = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
    objects.set(name, Buffer.concat(sorted));
    uploads.delete(query.get("uploadId")!);
    xml("<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>");
  } else if (request.method === "DELETE" && query.has("uploadId")) {
    uploads.delete(query.get("uploadId")!);
    response.writeHead(204).end();
  } else if (request.method === "PUT") {
    objects.set(key, body);
    response.setHeader("etag", '"whole"').end();
  } else if (request.method === "POST" && query.has("delete")) {
    for (const [, name] of body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)) objects.delete(name!);
    xml("<DeleteResult/>");
  } else if (query.has("list-type")) {
    const names = [...objects.keys()].filter((name) => name.startsWith(query.get("prefix") ?? "")).sort();
    const from = Number(query.get("continuation-token") ?? 0);
    const page = names.slice(from, from + 2);
    const more = from + 2 < names.length;
    xml(
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ""}` +
        `${page.map((name) => `<Contents><Key>${name}</Key><Size>${objects.get(name)!.length}</Size></Contents>`).join("")}</ListBucketResult>`,
    );
  } else if (objects.has(key)) response.end(objects.get(key));
  else {
    response.statusCode = 404;
    xml("<Error><Code>NoSuchKey</Code><Message>No such key.</Message></Error>");
  }
}

beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  place = await openPlace(`s3://bucket/santral/prod?endpoint=${encodeURIComponent(endpoint)}`, "/");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
});

describe("a bucket as a place", () => {
  test("keeps small objects and such of many parts", async () => {
    const large = randomBytes(20 * 1024 * 1024);
    expect(await place.write("a/small", Readable.from([Buffer.from("ab"), Buffer.from("c")]))).toBe(3);
    expect(await place.write("a/large", Readable.from([large.subarray(0, 9), large.subarray(9)]))).toBe(
      large.length,
    );
    expect((await buffer(await place.read("a/small"))).toString()).toBe("abc");
    expect((await buffer(await place.read("a/large"))).equals(large)).toBe(true);
    expect(objects.has("santral/prod/a/small")).toBe(true);
  });

  test("has no object of which the content has failed half-way", async () => {
    async function* failing() {
      yield randomBytes(20 * 1024 * 1024);
      throw new Error("the disk is away");
    }
    await expect(place.write("a/half", failing())).rejects.toThrow(/the disk is away/);
    expect([...objects.keys()].filter((name) => name.includes("half"))).toEqual([]);
    expect(uploads.size).toBe(0);
  });

  test("lists page by page, and removes", async () => {
    for (const name of ["1", "2", "3", "4", "5"])
      await place.write(`b/${name}`, Readable.from([Buffer.from(name)]));
    expect((await listAll(place, "b/")).map(({ path }) => path)).toEqual(["b/1", "b/2", "b/3", "b/4", "b/5"]);
    await place.remove(["b/1", "b/5", "b/none"]);
    expect((await listAll(place, "b/")).map(({ path }) => path)).toEqual(["b/2", "b/3", "b/4"]);
  });

  test("says in a sentence what is missing or forbidden", async () => {
    await expect(place.read("a/none")).rejects.toThrow(
      /damaged: s3:\/\/bucket\/santral\/prod\/a\/none is missing/,
    );
    vi.stubEnv("AWS_ACCESS_KEY_ID", "stranger");
    const { port } = server.address() as AddressInfo;
    const stranger = await openPlace(`s3://bucket/x?endpoint=http://127.0.0.1:${port}`, "/");
    await expect(listAll(stranger, "b/")).rejects.toThrow(/s3:\/\/bucket\/x cannot be used: AccessDenied/);
  });
});
