import { customerFields } from "@/db/schema";
import { type Ctx, emit, inWorkspace, newId, recordAudit, requirePermission } from "@/server/kernel";
import { FieldLimitReached } from "./errors";
import { asNameTaken, loadFields, lockFields, toChoices, toField } from "./internal";
import { maxFields, toFieldKey } from "./rules";
import { CreateFieldInput, type CustomerField } from "./schemas";

/**
 * Asks for something new of every customer; it stands last on the card.
 *
 * @throws FieldNameTaken      there is one of this name, perhaps archived
 * @throws FieldLimitReached   the workspace has as many as fit
 * @throws FieldChoicesInvalid a field of choices without one, or with two of one name
 */
export async function createField({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: CreateFieldInput;
}): Promise<CustomerField> {
  requirePermission(ctx, "field.manage");
  const { name, kind, choices } = CreateFieldInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    await lockFields(tx, ctx);
    const others = await loadFields(tx, ctx);
    if (others.length >= maxFields) throw new FieldLimitReached(maxFields);
    const now = ctx.clock.now();
    const [row] = await tx
      .insert(customerFields)
      .values({
        workspaceId: ctx.workspace.id,
        id: newId(),
        name,
        nameKey: toFieldKey(name),
        kind,
        choices: kind === "choice" ? toChoices(choices, []) : [],
        position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
        createdAt: now,
        updatedAt: now,
      })
      .returning()
      .catch((error: unknown) => asNameTaken(error, name));
    if (!row) throw new Error("A field just written is not there.");
    await recordAudit(tx, ctx, { action: "field.create", entity: row.id, after: { name, kind } });
    await emit(tx, ctx, "field/created", { aggregateId: row.id });
    return toField(row);
  });
}
