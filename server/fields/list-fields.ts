import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { loadFields, toField } from "./internal";
import type { CustomerField } from "./schemas";

/** Every field of the workspace in the order of the card, the archived ones too. */
export async function listFields({ ctx }: { ctx: Ctx }): Promise<CustomerField[]> {
  requirePermission(ctx, "field.list");
  return (await inWorkspace(ctx, (tx) => loadFields(tx, ctx))).map(toField);
}
