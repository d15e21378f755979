import { v7 } from "uuid";

export { fromPublicId, type IdKind, publicId, toPublicId } from "@/lib/public-id";

const idBytes = 16;
/** Randomness is fetched for many ids at once: a call for each costs more than all the rest of an id. */
const pool = new Uint8Array(256 * idBytes);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/** A new UUIDv7: sortable by time of making, also within a millisecond of this process. */
export function newId(): string {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + idBytes);
  used += idBytes;
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // From a random place in the lower half, so that there is room to count up (RFC 9562, method 1).
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
  } else {
    sequence += 1;
  }
  return v7({ random, msecs: lastMs, seq: sequence });
}
