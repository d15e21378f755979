import { createHash, timingSafeEqual } from "node:crypto";
import type { DoorRequest } from "@/lib/door";
import { ControlError } from "./telegram/errors";

/** A file of 50 MB in base64, and a little. */
const largestBodyBytes = 68 * 1024 * 1024;

/** @throws ControlError 401 */
export function requireToken(request: DoorRequest, expected: string): void {
  const given = /^Bearer\s+(.+)$/i.exec(request.header("authorization") ?? "")?.[1] ?? "";
  // Hashes have one length, so that comparing takes the same time whatever was given.
  if (timingSafeEqual(sha256(given), sha256(expected))) return;
  throw new ControlError(
    401,
    "Send Authorization: Bearer <controlToken>; GET /sandbox/demo tells the token to this machine.",
  );
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** The body of a control call; undefined where there is none. @throws ControlError 400 */
export async function readJson(request: DoorRequest): Promise<unknown> {
  const bytes = await request.bytes(largestBodyBytes);
  if (bytes.byteLength === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch {
    throw new ControlError(400, "The body is no JSON.");
  }
}
