import type { DoorRequest } from "@/lib/door";
import { badRequest } from "./errors";
import { parseMultipart } from "./multipart";
import type { Encoding, Upload } from "./parameters/check";

const largestJsonBytes = 5 * 1024 * 1024;
/** The cloud Bot API takes uploads up to 50 MB. */
const largestUploadBytes = 51 * 1024 * 1024;

export type RawParameters = {
  values: Record<string, unknown>;
  encoding: Encoding;
  /** Parts that `attach://name` points to. */
  files?: ReadonlyMap<string, Upload>;
};

/**
 * Reads a call's parameters from wherever the Bot API lets them be: the query, a JSON body, a urlencoded or a
 * multipart form. Body and query are merged, the body wins.
 *
 * @throws BotApiError 400 for a body that is not what it says, BodyTooLarge past the limits
 */
export async function readParameters(request: DoorRequest): Promise<RawParameters> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of request.query) values[name] = value;
  if (request.method === "GET") return { values, encoding: "form" };
  const contentType = request.header("content-type") ?? "";
  if (contentType.startsWith("multipart/form-data")) {
    const parsed = parseMultipart(contentType, await request.bytes(largestUploadBytes));
    return {
      values: { ...values, ...parsed.values, ...unreferenced(parsed.values, parsed.files) },
      encoding: "form",
      files: parsed.files,
    };
  }
  const body = await request.bytes(largestJsonBytes);
  if (body.byteLength === 0) return { values, encoding: "form" };
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  if (contentType.startsWith("application/json"))
    return { values: { ...values, ...parseObject(text) }, encoding: "json" };
  if (contentType.startsWith("application/x-www-form-urlencoded")) {
    return { values: { ...values, ...Object.fromEntries(new URLSearchParams(text)) }, encoding: "form" };
  }
  throw badRequest(
    "unsupported Content-Type: use application/json, application/x-www-form-urlencoded or multipart/form-data",
  );
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("can't parse request body: JSON expected");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw badRequest("can't parse request body: JSON object expected");
  return value as Record<string, unknown>;
}

/** Files come under their parameter's own name, unless an `attach://name` anywhere in the values points to them. */
function unreferenced(
  values: Record<string, string>,
  files: ReadonlyMap<string, Upload>,
): Record<string, Upload> {
  const referenced = new Set<string>();
  for (const value of Object.values(values)) {
    for (const [, name] of value.matchAll(/attach:\/\/([^"\\]+)/g)) referenced.add(name as string);
  }
  return Object.fromEntries([...files].filter(([name]) => !referenced.has(name)));
}
