import { createHash } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { faqEntries } from "@/db/schema";
import { type Ctx, type ImportDefinition, newId, type StoredThing, type Transaction } from "@/server/kernel";
import { type FaqRow, loadFaqEntries, questionKey } from "./internal";
import { noteKnowledgeChange } from "./knowledge-index";
import { faqImportColumns, type ImportedEntry, readFaqRow } from "./read-faq-row";
import { maxFaqEntries } from "./rules";

/** An entry as it was before an import, in JSON. */
const OldEntry = z.object({
  question: z.string(),
  answer: z.string(),
  language: z.string(),
  tags: z.array(z.string()),
});

/** Questions with their answers from a file: one row a question; one that stands already has its answer replaced. */
export const faqImport: ImportDefinition<ImportedEntry> = {
  verb: "faq.import",
  event: "faq/imported",
  columns: faqImportColumns,
  isJoined: false,
  sharedColumns: [],
  readRow: readFaqRow,

  async store(tx, ctx, { groups, env, isDry }) {
    const known = new Map((await loadFaqEntries(tx, ctx)).map((row) => [questionKey(row), row]));
    const stored = new Map<string, StoredThing>();
    const changed: FaqRow[] = [];
    const now = ctx.clock.now();
    let room = maxFaqEntries - known.size;
    for (const { key, rows } of groups) {
      const told = rows[0]!;
      const before = known.get(key);
      if (!before && room <= 0) {
        stored.set(key, {
          outcome: "refused",
          problem: { code: "tooManyEntries", value: String(maxFaqEntries) },
        });
        continue;
      }
      const after: FaqRow = before
        ? {
            ...before,
            question: told.question,
            answer: told.answer,
            tags: env.has("tags") ? told.tags : before.tags,
            version: before.version + 1,
            updatedAt: now,
          }
        : {
            ...told,
            workspaceId: ctx.workspace.id,
            id: newId(),
            alternatives: [],
            distinctFrom: [],
            isEnabled: true,
            version: 1,
            createdAt: now,
            updatedAt: now,
          };
      const mark = markOf(after);
      if (before && markOf(before) === mark) {
        stored.set(key, { outcome: "unchanged" });
        continue;
      }
      if (!before) room -= 1;
      changed.push(after);
      stored.set(
        key,
        before
          ? { outcome: "updated", id: after.id, mark, before: toJson(before) }
          : { outcome: "created", id: after.id, mark },
      );
    }
    if (!isDry) await write(tx, ctx, changed);
    return stored;
  },

  async marksOf(tx, ctx, ids) {
    return new Map((await lockEntries(tx, ctx, ids)).map((row) => [row.id, markOf(row)]));
  },

  async undo(tx, ctx, things) {
    const created = things.filter(({ before }) => before === undefined).map(({ id }) => id);
    if (created.length > 0) {
      await tx
        .delete(faqEntries)
        .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), inArray(faqEntries.id, created)));
      await noteKnowledgeChange(tx, ctx.workspace.id);
    }
    const old = new Map(
      things.flatMap(({ id, before }) =>
        before === undefined ? [] : [[id, OldEntry.parse(before)] as const],
      ),
    );
    const rows = await lockEntries(tx, ctx, [...old.keys()]);
    const now = ctx.clock.now();
    await write(
      tx,
      ctx,
      rows.map((row) => ({ ...row, ...old.get(row.id)!, version: row.version + 1, updatedAt: now })),
    );
    return new Map([
      ...created.map((id) => [id, "removed"] as const),
      ...rows.map(({ id }) => [id, "restored"] as const),
    ]);
  },
};

const toJson = ({ question, answer, language, tags }: FaqRow): z.infer<typeof OldEntry> => ({
  question,
  answer,
  language,
  tags,
});

/** Also of whether it is in use: an entry that somebody has switched off is not given back its old answer unseen. */
const markOf = (row: FaqRow): string =>
  createHash("sha1")
    .update(JSON.stringify([toJson(row), row.isEnabled]))
    .digest("base64url")
    .slice(0, 20);

async function lockEntries(tx: Transaction, ctx: Ctx, ids: readonly string[]): Promise<FaqRow[]> {
  if (ids.length === 0) return [];
  return tx
    .select()
    .from(faqEntries)
    .where(and(eq(faqEntries.workspaceId, ctx.workspace.id), inArray(faqEntries.id, [...ids])))
    .for("update");
}

async function write(tx: Transaction, ctx: Ctx, rows: readonly FaqRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({ ...row, created: row.createdAt, updated: row.updatedAt }));
  await tx.execute(sql`
    insert into faq_entries (workspace_id, id, question, answer, language, tags, is_enabled, version, created_at, updated_at)
    select ${ctx.workspace.id}::uuid, r.id, r.question, r.answer, r.language, r.tags, r."isEnabled", r.version, r.created, r.updated
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r(id uuid, question text, answer text, language text,
      tags text[], "isEnabled" boolean, version bigint, created timestamptz, updated timestamptz)
    on conflict (workspace_id, id) do update set question = excluded.question, answer = excluded.answer,
      tags = excluded.tags, version = excluded.version, updated_at = excluded.updated_at`);
  await noteKnowledgeChange(tx, ctx.workspace.id);
}
