import { eq } from "drizzle-orm";
import { personAddresses } from "@/db/schema";
import type { Clock } from "./clock";
import type { Actor } from "./context";
import { demoSlugs } from "./demo";
import { NotAnOperator, NotSignedIn } from "./errors";
import { newId } from "./ids";
import { listOwnWorkspaces } from "./own-workspaces";
import { getRuntime } from "./runtime";
import type { HeaderSource } from "./sender";
import { resolveSession, type Session } from "./session";
import { inPerson } from "./transaction";

export type OperatorActor = Extract<Actor, { kind: "operator" }>;

/** What every verb of the platform is given: no workspace, and the operator who asks. */
export type OperatorCtx = { actor: OperatorActor; clock: Clock; requestId: string };

/**
 * The operator that this person is, or null. Operators are named by `OPERATORS`, by an address that the account has
 * verified; where nobody is named and only this machine reaches us, the demo's owners are.
 */
export async function findOperator(personId: string): Promise<OperatorActor | null> {
  const { operators = [], isDemoOwnerOperator } = getRuntime().env;
  if (operators.length > 0) {
    const [row] = await inPerson(
      personId,
      (tx) =>
        tx
          .select({ address: personAddresses.address })
          .from(personAddresses)
          .where(eq(personAddresses.personId, personId)),
      { reads: true },
    );
    return row && operators.includes(row.address)
      ? { kind: "operator", operatorId: personId, name: row.address }
      : null;
  }
  if (!isDemoOwnerOperator) return null;
  const isOwner = (await listOwnWorkspaces(personId)).some(
    ({ slug, member }) => (demoSlugs as readonly string[]).includes(slug) && member.role === "owner",
  );
  return isOwner ? { kind: "operator", operatorId: personId, name: "demo" } : null;
}

/**
 * The context of a signed-in operator, whatever the door.
 *
 * @throws NotSignedIn   no session, or an ended one
 * @throws NotAnOperator somebody else
 */
export async function openOperatorContext(input: {
  request: HeaderSource;
  requestId?: string;
}): Promise<OperatorCtx & { session: Session }> {
  const session = await resolveSession(input.request);
  if (!session) throw new NotSignedIn();
  const actor = await findOperator(session.personId);
  if (!actor) throw new NotAnOperator();
  return { session, actor, clock: getRuntime().clock, requestId: input.requestId ?? newId() };
}
