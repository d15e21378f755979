import { customerImport } from "@/server/customers";
import { type Ctx, type ImportDefinition, inWorkspace, type Transaction } from "@/server/kernel";
import { faqImport } from "@/server/knowledge";
import { shopOrderImport } from "@/server/stores";
import type { ImportTarget } from "./rules";

/** Who takes what from files: each domain says how its own rows are read, stored and undone. */
export const targets: Record<ImportTarget, ImportDefinition<unknown>> = {
  shopOrders: shopOrderImport,
  faq: faqImport,
  customers: customerImport,
};

/** What a target takes in this workspace, with what only this one has. */
export async function definitionOf(
  tx: Transaction,
  ctx: Ctx,
  target: ImportTarget,
): Promise<ImportDefinition<unknown>> {
  const definition = targets[target];
  return (await definition.forWorkspace?.(tx, ctx)) ?? definition;
}

/** The same in a transaction of its own, which ends before a file is read. */
export const readDefinition = (ctx: Ctx, target: ImportTarget): Promise<ImportDefinition<unknown>> =>
  inWorkspace(ctx, (tx) => definitionOf(tx, ctx, target));
