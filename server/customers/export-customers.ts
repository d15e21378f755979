import { and, desc, eq, inArray, isNull, lt, type SQL } from "drizzle-orm";
import { customers, identities } from "@/db/schema";
import { csvLine, csvMark } from "@/lib/csv/write-csv";
import { toDay } from "@/lib/dates/parse-moment";
import { type FieldRow, loadFields, loadFieldValues, toFieldConditions } from "@/server/fields";
import { type Ctx, inWorkspace, recordAudit, requirePermission, type Transaction } from "@/server/kernel";
import { matchCustomers } from "./match-customers";
import { ExportCustomersInput } from "./schemas";

/** So many are read and written at a time: what a file costs in memory, however long it is. */
const pageRows = 1_000;

/** What a file of customers says beside the workspace's own fields; the import reads the same headings. */
export const exportColumns = ["name", "phone", "email", "language", "since"] as const;

export type ExportWords = {
  /** The names of `exportColumns` in the reader's language. */
  headings: readonly string[];
  yes: string;
  no: string;
};

/**
 * The customers of a list as CSV, the newest first, page by page, with what is known of each under the names of the
 * workspace's fields. Names stand so that no spreadsheet runs them; the import reads the file again.
 *
 * @throws FieldNotFound     the list is narrowed by a field that is none of this workspace
 * @throws FieldValueInvalid what it is compared with is none of its kind
 */
export async function exportCustomers({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ExportCustomersInput & { words: ExportWords; signal?: AbortSignal };
}): Promise<AsyncIterable<Uint8Array>> {
  requirePermission(ctx, "customer.export");
  const { q, fields: filters } = ExportCustomersInput.parse(input);
  const fields = await inWorkspace(ctx, async (tx) => {
    // What cannot be asked is said before anything is written.
    await toFieldConditions(tx, ctx, filters);
    await recordAudit(tx, ctx, {
      action: "customer.export",
      entity: ctx.workspace.id,
      after: { fields: filters.map(({ fieldId }) => fieldId), isSearched: q !== undefined },
    });
    return (await loadFields(tx, ctx)).filter(({ archivedAt }) => archivedAt === null);
  });
  return writePages(ctx, { q, filters, fields, words: input.words }, input.signal);
}

type Wanted = {
  q: string | undefined;
  filters: ReturnType<typeof ExportCustomersInput.parse>["fields"];
  fields: FieldRow[];
  words: ExportWords;
};

async function* writePages(ctx: Ctx, wanted: Wanted, signal: AbortSignal | undefined) {
  const { words, fields } = wanted;
  yield Buffer.from(csvMark + csvLine([...words.headings, ...fields.map(({ name }) => name)]));
  let before: string | undefined;
  while (!signal?.aborted) {
    const page = await inWorkspace(ctx, (tx) => readPage(tx, ctx, wanted, before));
    if (page.lines.length > 0) yield Buffer.from(page.lines.join(""));
    if (page.lines.length < pageRows) return;
    before = page.last;
  }
}

async function readPage(tx: Transaction, ctx: Ctx, wanted: Wanted, before: string | undefined) {
  const workspaceId = ctx.workspace.id;
  const parts: SQL[] = [eq(customers.workspaceId, workspaceId), isNull(customers.mergedIntoId)];
  if (wanted.q) parts.push(inArray(customers.id, (await matchCustomers(tx, ctx, wanted.q)).ids));
  if (before) parts.push(lt(customers.id, before));
  parts.push(...(await toFieldConditions(tx, ctx, wanted.filters)));
  const rows = await tx
    .select()
    .from(customers)
    .where(and(...parts))
    .orderBy(desc(customers.id))
    .limit(pageRows);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { lines: [], last: undefined };
  const held = await tx
    .select({ customerId: identities.customerId, kind: identities.kind, value: identities.value })
    .from(identities)
    .where(and(eq(identities.workspaceId, workspaceId), inArray(identities.customerId, ids)))
    .orderBy(desc(identities.createdAt), desc(identities.id));
  const known = await loadFieldValues(tx, ctx, ids);
  // Of several of one kind the oldest, which comes last.
  const identityOf = new Map(held.map(({ customerId, kind, value }) => [`${customerId} ${kind}`, value]));
  const values = new Map(known.map(({ customerId, fieldId, value }) => [`${customerId} ${fieldId}`, value]));
  return {
    last: ids.at(-1),
    lines: rows.map((row) =>
      csvLine([
        row.displayName,
        identityOf.get(`${row.id} phone`) ?? "",
        identityOf.get(`${row.id} email`) ?? "",
        row.languageHint ?? "",
        toDay(row.createdAt, ctx.workspace.timeZone),
        ...wanted.fields.map((field) => sayValue(field, values.get(`${row.id} ${field.id}`), wanted.words)),
      ]),
    ),
  };
}

function sayValue(field: FieldRow, value: string | undefined, words: ExportWords): string {
  if (value === undefined) return "";
  if (field.kind === "choice") return field.choices.find(({ id }) => id === value)?.label ?? "";
  if (field.kind === "boolean") return value === "yes" ? words.yes : words.no;
  return value;
}
