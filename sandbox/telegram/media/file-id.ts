import type { FileKind, StoredFile } from "../records";
import { kinds } from "./kinds";

/** Between the kind's letters and the name; without a meaning here. */
const filler = "AAx0";

const kindsByPrefix = new Map(
  Object.entries(kinds).map(([kind, { idPrefix }]) => [idPrefix, kind as FileKind]),
);

/** A `file_id` belongs to one bot: another one cannot use it. `forBot` names it where the file is everybody's. */
export function fileIdOf(file: StoredFile, forBot = file.bot): string {
  return encoded(file.kind ?? "photo", forBot, file.unique);
}

function encoded(kind: FileKind, bot: number, unique: string): string {
  return kinds[kind].idPrefix + filler + Buffer.from(`${bot}:${unique}`).toString("base64url");
}

/** The same file's id as another bot knows it. */
export function fileIdFor(fileId: string, bot: number): string {
  const id = parseFileId(fileId);
  return id ? encoded(id.kind, bot, id.unique) : fileId;
}

/** The bot, the name and the kind behind a `file_id`, or null when it is none of ours. */
export function parseFileId(fileId: string): { bot: number; unique: string; kind: FileKind } | null {
  const kind = kindsByPrefix.get(fileId.slice(0, 7));
  if (!kind || fileId.slice(7, 11) !== filler) return null;
  const match = /^(\d+):(.+)$/.exec(Buffer.from(fileId.slice(11), "base64url").toString());
  return match ? { bot: Number(match[1]), unique: match[2] as string, kind } : null;
}

/** The stored file behind a `file_id` of this bot, or undefined. */
export function findFile(
  files: ReadonlyMap<string, StoredFile>,
  bot: number,
  fileId: string,
): StoredFile | undefined {
  const id = parseFileId(fileId);
  const file = id?.bot === bot ? files.get(id.unique) : undefined;
  return file && (file.bot === bot || file.bot === 0) ? file : undefined;
}
