import { fileIdFor } from "../media/file-id";

/** The same message with the `file_id`s that this bot knows its files by: every bot has its own for a group's file. */
export function forBot<T>(value: T, bot: number): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => forBot(item, bot)) as T;
  const told: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const isId = name.endsWith("file_id") && typeof item === "string";
    told[name] = isId ? fileIdFor(item, bot) : forBot(item, bot);
  }
  return told as T;
}
