import { v7 } from "uuid";

export { fromPublicId, type IdKind, publicId, toPublicId } from "@/lib/public-id";

/** A new UUIDv7: sortable by time of making. */
export const newId = (): string => v7();
