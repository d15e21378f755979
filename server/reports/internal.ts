import { hash } from "node:crypto";
import type { embeds } from "@/db/schema";
import { toPublicId } from "@/server/kernel";
import { embedState } from "./rules";
import { Embed } from "./schemas";

/** What is kept of a token: whoever reads the table can open nothing. */
export const hashToken = (token: string): string => hash("sha256", `embed ${token}`, "hex");

export function toEmbed(row: typeof embeds.$inferSelect, now: Date): Embed {
  return Embed.parse({
    id: toPublicId("embed", row.id),
    title: row.title,
    widgets: row.widgets,
    days: row.days,
    origins: row.origins,
    state: embedState(row, now),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  });
}
