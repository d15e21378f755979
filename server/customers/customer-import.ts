import { createHash } from "node:crypto";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { addresses, customerMerges, customers, identities, orderProofs, tasks, terms } from "@/db/schema";
import { foldText, tokenise } from "@/lib/text/fold";
import { type FieldRow, loadFields, loadFieldValues, writeFieldValues } from "@/server/fields";
import {
  type Ctx,
  type ImportDefinition,
  insertTerms,
  newId,
  type StoredThing,
  type Transaction,
  type UndoneThing,
} from "@/server/kernel";
import {
  customerImportColumns,
  fieldColumns,
  type ImportedCustomer,
  readCustomerRow,
} from "./read-customer-row";

/** A customer as it was before an import, in JSON: what an import may change of it. */
const OldCustomer = z.object({ displayName: z.string(), languageHint: z.string().nullable() });

type Identity = { kind: "telegram" | "phone" | "email"; value: string; isVerified: boolean };
type Answer = { fieldId: string; value: string; key: string };
type Known = {
  id: string;
  displayName: string;
  languageHint: string | null;
  identities: Identity[];
  answers: Answer[];
};
type Plan = { before: Known | undefined; after: Known; gained: Identity[] };

/** What an import changed of the workspace's own fields: what stood there, null where nothing did. */
const OldAnswers = z
  .array(z.object({ fieldId: z.string(), value: z.string().nullable(), key: z.string().nullable() }))
  .default([]);

/**
 * Customers from a file: one row a person, known by phone or e-mail. What a file says proves nothing: the phones and
 * e-mails it brings are unverified, and whoever proves one later has it.
 */
export const customerImport: ImportDefinition<ImportedCustomer> = {
  verb: "customer.import",
  event: "customer/imported",
  columns: customerImportColumns,
  isJoined: false,
  sharedColumns: [],
  readRow: (values) => readCustomerRow(values),

  async forWorkspace(tx, ctx) {
    const fields = (await loadFields(tx, ctx)).filter(({ archivedAt }) => archivedAt === null);
    return withFields(fields);
  },

  async store(tx, ctx, { groups, isDry }) {
    const told = groups.map(({ key, rows }) => ({ key, row: rows[0]! }));
    const { holders, known } = await holdKnown(
      tx,
      ctx,
      told.map(({ row }) => row),
    );
    const stored = new Map<string, StoredThing>();
    const plans: Plan[] = [];
    for (const { key, row } of told) {
      const ids = new Set(row.identities.flatMap(({ kind, value }) => holders.get(`${kind} ${value}`) ?? []));
      // Two rows of a chunk that a phone and an e-mail tie to one customer: the first has said who it is.
      if ([...ids].some((id) => plans.some(({ after }) => after.id === id))) {
        stored.set(key, { outcome: "refused", problem: { code: "keyRepeated", value: row.displayName } });
        continue;
      }
      if (ids.size > 1) {
        stored.set(key, { outcome: "refused", problem: { code: "belongsToTwo", value: row.displayName } });
        continue;
      }
      const before = known.get([...ids][0] ?? "");
      const plan = toPlan(row, before);
      const mark = markOf(plan.after);
      if (before && markOf(before) === mark) {
        stored.set(key, { outcome: "unchanged" });
        continue;
      }
      plans.push(plan);
      known.set(plan.after.id, plan.after);
      for (const { kind, value } of plan.gained) holders.set(`${kind} ${value}`, plan.after.id);
      const { id } = plan.after;
      stored.set(
        key,
        before
          ? {
              outcome: "updated",
              id,
              mark,
              before: {
                displayName: before.displayName,
                languageHint: before.languageHint,
                gained: plan.gained,
                answers: changedAnswers(plan).map(({ fieldId }) => answerBefore(before, fieldId)),
              },
            }
          : { outcome: "created", id, mark },
      );
    }
    if (!isDry) await write(tx, ctx, plans);
    return stored;
  },

  async marksOf(tx, ctx, ids) {
    return new Map((await loadCustomers(tx, ctx, ids)).map((one) => [one.id, markOf(one)]));
  },

  async undo(tx, ctx, things) {
    const created = things.filter(({ before }) => before === undefined).map(({ id }) => id);
    const outcomes = new Map<string, UndoneThing>(await removeCustomers(tx, ctx, created));
    for (const { id, before } of things) {
      if (before === undefined) continue;
      await restore(tx, ctx, id, before);
      outcomes.set(id, "restored");
    }
    return outcomes;
  },
};

const withFields = (fields: readonly FieldRow[]): ImportDefinition<ImportedCustomer> => ({
  ...customerImport,
  columns: [...customerImportColumns, ...fieldColumns(fields)],
  readRow: (values) => readCustomerRow(values, fields),
});

const changedAnswers = ({ before, after }: Plan): Answer[] =>
  after.answers.filter(
    ({ fieldId, value }) => before?.answers.find((one) => one.fieldId === fieldId)?.value !== value,
  );

const answerBefore = (before: Known, fieldId: string) =>
  before.answers.find((one) => one.fieldId === fieldId) ?? { fieldId, value: null, key: null };

function toPlan(row: ImportedCustomer, before: Known | undefined): Plan {
  const held = before?.identities ?? [];
  const gained = row.identities
    .filter(({ kind, value }) => !held.some((one) => one.kind === kind && one.value === value))
    .map((identity) => ({ ...identity, isVerified: false }));
  return {
    before,
    gained,
    after: {
      id: before?.id ?? newId(),
      displayName: row.displayName || before?.displayName || row.identities[0]!.value,
      languageHint: row.language ?? before?.languageHint ?? null,
      identities: [...held, ...gained],
      answers: [
        ...row.answers,
        ...(before?.answers ?? []).filter(
          ({ fieldId }) => !row.answers.some((one) => one.fieldId === fieldId),
        ),
      ],
    },
  };
}

const markOf = ({ displayName, languageHint, identities: held, answers }: Known): string =>
  createHash("sha1")
    .update(
      JSON.stringify([
        displayName,
        languageHint,
        held.map(({ kind, value, isVerified }) => `${kind} ${value} ${isVerified}`).sort(),
        // Nothing where there are none: what was imported before there were fields says the same as then.
        ...answers.map(({ fieldId, value }) => `${fieldId} ${value}`).sort(),
      ]),
    )
    .digest("base64url")
    .slice(0, 20);

/** Who holds each phone and e-mail, and what is known of them, until the commit. */
async function holdKnown(
  tx: Transaction,
  ctx: Ctx,
  rows: readonly ImportedCustomer[],
): Promise<{ holders: Map<string, string>; known: Map<string, Known> }> {
  const look = async () => {
    const holders = await findHolders(tx, ctx, rows);
    return { holders, held: await loadCustomers(tx, ctx, [...new Set(holders.values())]) };
  };
  const first = await look();
  // One that was merged into another between the two looks holds nothing any more.
  const { holders, held } = first.held.some(({ isMerged }) => isMerged) ? await look() : first;
  return { holders, known: new Map(held.map((one) => [one.id, one])) };
}

/** Who holds each phone and e-mail today: `kind value` → customer. */
async function findHolders(
  tx: Transaction,
  ctx: Ctx,
  rows: readonly ImportedCustomer[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const kind of ["phone", "email"] as const) {
    const values = rows.flatMap((row) =>
      row.identities.flatMap((one) => (one.kind === kind ? [one.value] : [])),
    );
    if (values.length === 0) continue;
    const held = await tx
      .select({ value: identities.value, customerId: identities.customerId })
      .from(identities)
      .where(
        and(
          eq(identities.workspaceId, ctx.workspace.id),
          eq(identities.kind, kind),
          inArray(identities.value, values),
        ),
      );
    for (const { value, customerId } of held) found.set(`${kind} ${value}`, customerId);
  }
  return found;
}

async function loadCustomers(
  tx: Transaction,
  ctx: Ctx,
  ids: readonly string[],
): Promise<(Known & { isMerged: boolean })[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select()
    .from(customers)
    .where(and(eq(customers.workspaceId, ctx.workspace.id), inArray(customers.id, [...ids])))
    .for("update");
  const held = await tx
    .select()
    .from(identities)
    .where(and(eq(identities.workspaceId, ctx.workspace.id), inArray(identities.customerId, [...ids])));
  const of = Map.groupBy(held, ({ customerId }) => customerId);
  const known = Map.groupBy(await loadFieldValues(tx, ctx, ids), ({ customerId }) => customerId);
  return rows.map(({ id, displayName, languageHint, mergedIntoId }) => ({
    id,
    isMerged: mergedIntoId !== null,
    displayName,
    languageHint,
    identities: (of.get(id) ?? []).map(({ kind, value, verifiedAt }) => ({
      kind,
      value,
      isVerified: verifiedAt !== null,
    })),
    answers: (known.get(id) ?? []).map(({ fieldId, value, key }) => ({ fieldId, value, key })),
  }));
}

async function write(tx: Transaction, ctx: Ctx, plans: readonly Plan[]): Promise<void> {
  if (plans.length === 0) return;
  const now = ctx.clock.now();
  const workspaceId = ctx.workspace.id;
  const people = plans.map(({ after }) => ({
    id: after.id,
    name: after.displayName,
    language: after.languageHint,
  }));
  await tx.execute(sql`
    insert into customers (workspace_id, id, display_name, language_hint, created_at)
    select ${workspaceId}::uuid, r.id, r.name, r.language, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as r(id uuid, name text, language text)
    on conflict (workspace_id, id) do update set display_name = excluded.display_name, language_hint = excluded.language_hint`);
  const gained = plans.flatMap(({ after, gained: more }) =>
    more.map(({ kind, value }) => ({ id: newId(), customer: after.id, kind, value })),
  );
  if (gained.length > 0) {
    await tx.execute(sql`
      insert into identities (workspace_id, id, customer_id, kind, value, created_at)
      select ${workspaceId}::uuid, r.id, r.customer, r.kind, r.value, ${now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(gained)}::jsonb) as r(id uuid, customer uuid, kind text, value text)`);
  }
  await writeFieldValues(
    tx,
    ctx,
    plans.flatMap((plan) => changedAnswers(plan).map((one) => ({ customerId: plan.after.id, ...one }))),
  );
  const renamed = plans.filter(({ before, after }) => before?.displayName !== after.displayName);
  await indexNames(
    tx,
    ctx,
    renamed.map(({ after }) => after),
  );
}

/** The words of each name, by which it is found. */
async function indexNames(
  tx: Transaction,
  ctx: Ctx,
  people: readonly Pick<Known, "id" | "displayName">[],
): Promise<void> {
  if (people.length === 0) return;
  await dropNames(
    tx,
    ctx,
    people.map(({ id }) => id),
  );
  await insertTerms(
    tx,
    ctx.workspace.id,
    "customer",
    people.map(({ id, displayName }) => ({
      rowId: id,
      weights: new Map(tokenise(foldText(displayName)).map((word) => [word.slice(0, 100), 1])),
    })),
  );
}

async function dropNames(tx: Transaction, ctx: Ctx, ids: readonly string[]): Promise<void> {
  await tx
    .delete(terms)
    .where(
      and(
        eq(terms.workspaceId, ctx.workspace.id),
        eq(terms.kind, "customer"),
        inArray(terms.rowId, [...ids]),
      ),
    );
}

/** Takes customers away whom nobody has heard of since; one who has written or proved an order stays. */
async function removeCustomers(
  tx: Transaction,
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, UndoneThing>> {
  if (ids.length === 0) return new Map();
  const workspaceId = ctx.workspace.id;
  const used = new Set<string>();
  for (const table of [addresses, orderProofs, tasks]) {
    const rows = await tx
      .selectDistinct({ id: table.customerId })
      .from(table)
      .where(and(eq(table.workspaceId, workspaceId), inArray(table.customerId, [...ids])));
    for (const { id } of rows) used.add(id);
  }
  const mergeSides = await tx
    .select({ keptId: customerMerges.keptId, mergedId: customerMerges.mergedId })
    .from(customerMerges)
    .where(
      and(
        eq(customerMerges.workspaceId, workspaceId),
        or(inArray(customerMerges.keptId, [...ids]), inArray(customerMerges.mergedId, [...ids])),
      ),
    );
  for (const { keptId, mergedId } of mergeSides) used.add(keptId).add(mergedId);
  const free = ids.filter((id) => !used.has(id));
  if (free.length > 0) {
    const known = await loadFieldValues(tx, ctx, free);
    await writeFieldValues(
      tx,
      ctx,
      known.map(({ customerId, fieldId }) => ({ customerId, fieldId, value: null, key: null })),
    );
    await tx
      .delete(identities)
      .where(and(eq(identities.workspaceId, workspaceId), inArray(identities.customerId, free)));
    await tx
      .delete(customers)
      .where(and(eq(customers.workspaceId, workspaceId), inArray(customers.id, free)));
    await dropNames(tx, ctx, free);
  }
  return new Map(ids.map((id) => [id, used.has(id) ? "inUse" : "removed"]));
}

async function restore(tx: Transaction, ctx: Ctx, id: string, before: unknown): Promise<void> {
  const { displayName, languageHint, gained, answers } = OldCustomer.extend({
    answers: OldAnswers,
    gained: z.array(z.object({ kind: z.enum(["telegram", "phone", "email"]), value: z.string() })),
  }).parse(before);
  const workspaceId = ctx.workspace.id;
  await tx
    .update(customers)
    .set({ displayName, languageHint })
    .where(and(eq(customers.workspaceId, workspaceId), eq(customers.id, id)));
  for (const { kind, value } of gained) {
    await tx
      .delete(identities)
      .where(
        and(
          eq(identities.workspaceId, workspaceId),
          eq(identities.customerId, id),
          eq(identities.kind, kind),
          eq(identities.value, value),
        ),
      );
  }
  await writeFieldValues(
    tx,
    ctx,
    answers.map((one) => ({ customerId: id, ...one })),
  );
  await indexNames(tx, ctx, [{ id, displayName }]);
}
