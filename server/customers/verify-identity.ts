import { and, eq } from "drizzle-orm";
import { identities } from "@/db/schema";
import {
  type Ctx,
  emit,
  inWorkspace,
  newId,
  recordAudit,
  requirePermission,
  type Transaction,
  toPublicId,
} from "@/server/kernel";
import { IdentityProvedByOther, IdentityValueInvalid } from "./errors";
import { lockCustomerOrThrow, toIdentity } from "./internal";
import { normaliseIdentity } from "./rules";
import { type VerificationMethod, type VerifiedIdentity, VerifyIdentityInput } from "./schemas";

/**
 * Records that a phone or an e-mail is this customer's. The agent vouches for a contact shared by the platform's own
 * button (`contact_button`), a member for what they know (`member`). A value stands once in a workspace: when another
 * customer holds it, the newer proof by button takes it over and the earlier holder has it no more (a number changes
 * hands; whoever shares it today has it today); a member's word takes only what nobody has proved.
 *
 * @throws CustomerNotFound      no such customer in this workspace
 * @throws IdentityValueInvalid  not a phone or an e-mail
 * @throws IdentityProvedByOther a member vouches for what another customer has proved
 */
export async function verifyIdentity({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: VerifyIdentityInput;
}): Promise<VerifiedIdentity> {
  requirePermission(ctx, "customer.verifyIdentity");
  const { customerId: asked, kind, value: given } = VerifyIdentityInput.parse(input);
  const value = normaliseIdentity(kind, given);
  if (value === null) throw new IdentityValueInvalid(kind);
  const method: VerificationMethod = ctx.actor.kind === "agent" ? "contact_button" : "member";

  return inWorkspace(ctx, async (tx) => {
    // Held, so that a merge at this moment comes before the identity or takes it along.
    const customer = await lockCustomerOrThrow(tx, ctx, asked);
    const customerId = customer.id;
    const verified = { verifiedAt: ctx.clock.now(), verifiedBy: method };
    await tx
      .insert(identities)
      .values({
        workspaceId: ctx.workspace.id,
        id: newId(),
        customerId,
        kind,
        value,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing({ target: [identities.workspaceId, identities.kind, identities.value] });
    // Whoever came first, the row stands now and is ours until the commit.
    const before = await lockIdentity(tx, ctx, kind, value);
    const isOthers = before.customerId !== customerId;
    if (isOthers && before.verifiedAt && method === "member") {
      throw new IdentityProvedByOther({ customerId: toPublicId("customer", before.customerId) });
    }
    const [after] = await tx
      .update(identities)
      .set({ customerId, ...verified })
      .where(and(eq(identities.workspaceId, ctx.workspace.id), eq(identities.id, before.id)))
      .returning();
    if (!after) throw new Error(`Identity ${before.id} went away under its lock.`);
    await recordAudit(tx, ctx, { action: "customer.verifyIdentity", entity: customer.id, before, after });
    if (isOthers) {
      await recordAudit(tx, ctx, {
        action: "customer.loseIdentity",
        entity: before.customerId,
        before,
        after,
      });
      await emit(tx, ctx, "customer/updated", { aggregateId: before.customerId });
    }
    await emit(tx, ctx, "customer/updated", { aggregateId: customer.id });
    return {
      ...toIdentity(after),
      takenFromCustomerId: isOthers ? toPublicId("customer", before.customerId) : null,
    };
  });
}

async function lockIdentity(tx: Transaction, ctx: Ctx, kind: "phone" | "email", value: string) {
  const [row] = await tx
    .select()
    .from(identities)
    .where(
      and(
        eq(identities.workspaceId, ctx.workspace.id),
        eq(identities.kind, kind),
        eq(identities.value, value),
      ),
    )
    .for("update");
  if (!row) throw new Error("An identity just written is not there.");
  return row;
}
