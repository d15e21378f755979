import { and, eq } from "drizzle-orm";
import { customerFields } from "@/db/schema";
import { type Ctx, emit, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { asNameTaken, lockFieldOrThrow, toChoices, toField } from "./internal";
import { toFieldKey } from "./rules";
import { type CustomerField, UpdateFieldInput } from "./schemas";

/**
 * Renames a field or changes its choices. A choice that is left out is offered no more and stays where it stands.
 *
 * @throws FieldNotFound       no such field in this workspace
 * @throws FieldNameTaken      there is one of this name, perhaps archived
 * @throws FieldChoicesInvalid a field of choices without one, or with two of one name
 */
export async function updateField({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: UpdateFieldInput;
}): Promise<CustomerField> {
  requirePermission(ctx, "field.manage");
  const { fieldId, name, choices } = UpdateFieldInput.parse(input);

  return inWorkspace(ctx, async (tx) => {
    const before = await lockFieldOrThrow(tx, ctx, fieldId);
    const changes = {
      name,
      choices: before.kind === "choice" ? toChoices(choices, before.choices) : before.choices,
    };
    const [after] = await tx
      .update(customerFields)
      .set({ ...changes, nameKey: toFieldKey(name), updatedAt: ctx.clock.now() })
      .where(and(eq(customerFields.workspaceId, ctx.workspace.id), eq(customerFields.id, fieldId)))
      .returning()
      .catch((error: unknown) => asNameTaken(error, name));
    if (!after) throw new Error(`Field ${fieldId} went away under its lock.`);
    await recordAudit(tx, ctx, {
      action: "field.update",
      entity: fieldId,
      before: { name: before.name, choices: before.choices },
      after: changes,
    });
    await emit(tx, ctx, "field/updated", { aggregateId: fieldId });
    return toField(after);
  });
}
