import { badRequest } from "./errors";
import type { Upload } from "./parameters/check";

/**
 * Takes a multipart/form-data body apart into its values and its files.
 *
 * @throws BotApiError 400 when the body is not what its content type says
 */
export function parseMultipart(
  contentType: string,
  body: Uint8Array,
): { values: Record<string, string>; files: Map<string, Upload> } {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (!name) throw badRequest("boundary is missing in the Content-Type of a multipart request");
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const values: Record<string, string> = {};
  const files = new Map<string, Upload>();
  const delimiter = Buffer.from(`--${name}`);
  let start = bytes.indexOf(delimiter);
  while (start !== -1) {
    start += delimiter.length;
    if (bytes.toString("latin1", start, start + 2) === "--") return { values, files };
    const end = bytes.indexOf(delimiter, start);
    if (end === -1) break;
    takePart(bytes.subarray(start + 2, end - 2), values, files);
    start = end;
  }
  throw badRequest("multipart request ends before its last boundary");
}

function takePart(part: Buffer, values: Record<string, string>, files: Map<string, Upload>): void {
  const split = part.indexOf("\r\n\r\n");
  if (split === -1) throw badRequest("part of a multipart request has no header");
  const header = part.toString("utf8", 0, split);
  const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(header)?.[1] ?? "";
  const name = attribute(disposition, "name");
  if (name === undefined) throw badRequest("part of a multipart request has no name");
  const content = part.subarray(split + 4);
  const filename = attribute(disposition, "filename");
  if (filename === undefined) values[name] = content.toString("utf8");
  else files.set(name, { filename, bytes: Uint8Array.from(content) });
}

function attribute(disposition: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[;\\s])${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\r\\n]*))`, "i").exec(
    disposition,
  );
  return match ? (match[1] ?? match[2]) : undefined;
}
