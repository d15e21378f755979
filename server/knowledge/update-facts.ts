import { and, eq } from "drizzle-orm";
import { workspaceFacts } from "@/db/schema";
import { parseAmountMinor } from "@/lib/money/parse-amount";
import { normalisePhone } from "@/lib/phone/normalise-phone";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { FactInvalid, FactsFull } from "./errors";
import { noteKnowledgeChange } from "./knowledge-index";
import { listFacts } from "./list-facts";
import { factKinds, isFactKey, maxOwnFacts } from "./rules";
import { type Fact, UpdateFactsInput } from "./schemas";

/**
 * States facts of the workspace; an empty value takes one away. Those not named stay as they are.
 *
 * A key that is not the product's is a name of the workspace's own.
 *
 * @throws FactInvalid a value is not written as its kind asks
 * @throws FactsFull   more names of its own than a workspace may state
 */
export async function updateFacts({ ctx, input }: { ctx: Ctx; input: UpdateFactsInput }): Promise<Fact[]> {
  requirePermission(ctx, "fact.update");
  const { facts } = UpdateFactsInput.parse(input);
  const wanted = facts.map(({ key, value }) => ({ key, value: value === "" ? null : readFact(key, value) }));

  return inWorkspace(ctx, async (tx) => {
    const workspaceId = ctx.workspace.id;
    const before = new Map(
      (
        await tx
          .select()
          .from(workspaceFacts)
          .where(eq(workspaceFacts.workspaceId, workspaceId))
          .for("update")
      ).map((row) => [row.key, row.value]),
    );
    const own = new Set([...before.keys(), ...wanted.map(({ key }) => key)].filter((key) => !isFactKey(key)));
    if (own.size > maxOwnFacts) throw new FactsFull({ max: maxOwnFacts });
    const changed = wanted.filter(({ key, value }) => (before.get(key) ?? null) !== value);
    for (const { key, value } of changed) {
      if (value === null) {
        await tx
          .delete(workspaceFacts)
          .where(and(eq(workspaceFacts.workspaceId, workspaceId), eq(workspaceFacts.key, key)));
      } else {
        const row = { workspaceId, key, value, updatedAt: ctx.clock.now() };
        await tx
          .insert(workspaceFacts)
          .values(row)
          .onConflictDoUpdate({ target: [workspaceFacts.workspaceId, workspaceFacts.key], set: row });
      }
    }
    if (changed.length > 0) {
      await noteKnowledgeChange(tx, workspaceId);
      await recordAudit(tx, ctx, {
        action: "fact.update",
        entity: workspaceId,
        before: Object.fromEntries(changed.map(({ key }) => [key, before.get(key) ?? null])),
        after: Object.fromEntries(changed.map(({ key, value }) => [key, value])),
      });
      await emit(tx, ctx, "fact/updated", { aggregateId: workspaceId });
    }
    return listFacts({ ctx: { ...ctx, db: tx } });
  });
}

/** The value as it is stored: days as a number, money in minor units, a phone in E.164. */
function readFact(key: string, value: string): string {
  if (!isFactKey(key)) return value;
  const refuse = (expected: string): never => {
    throw new FactInvalid({ key, expected });
  };
  switch (factKinds[key]) {
    case "days":
      return /^\d{1,3}$/.test(value) ? String(Number(value)) : refuse("days");
    case "money":
      return parseAmountMinor(value)?.toString() ?? refuse("money");
    case "phone":
      return normalisePhone(value) ?? refuse("phone");
    case "email":
      return /^\S+@\S+\.\S+$/.test(value) ? value.toLowerCase() : refuse("email");
    case "url":
      return readUrl(value) ?? refuse("url");
    case "text":
      return value;
  }
}

function readUrl(value: string): string | null {
  const url = URL.parse(/^https?:\/\//i.test(value) ? value : `https://${value}`);
  return url?.hostname.includes(".") ? url.href.replace(/\/$/, "") : null;
}
