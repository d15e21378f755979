import { fromPublicId, type IdKind, toPublicId } from "@/server/kernel";
import { CursorInvalid } from "./errors";

/** A place in a list: a number to order by and the id that breaks ties. Opaque to callers. */
export type Place = { order: number; id: string };

export function writeCursor(kind: IdKind, place: Place): string {
  return `${place.order}~${toPublicId(kind, place.id)}`;
}

/** @throws CursorInvalid for anything that `writeCursor` did not make */
export function readCursor(kind: IdKind, cursor: string): Place {
  const at = cursor.indexOf("~");
  const order = Number(cursor.slice(0, at));
  const id = fromPublicId(kind, cursor.slice(at + 1));
  if (at < 1 || !Number.isSafeInteger(order) || order < 0 || id === null) throw new CursorInvalid();
  return { order, id };
}
