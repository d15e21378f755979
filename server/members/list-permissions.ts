import { type Ctx, isAllowed, policy, requirePermission, type Verb } from "@/server/kernel";
import { memberRoles } from "./rules";
import { Permission } from "./schemas";

/**
 * Who may do what, as the policy table says it: the verbs that at least one role may, in the table's order, and
 * whether the reader is among them. Screens show it, and draw read-only what they would be refused.
 */
export async function listPermissions({ ctx }: { ctx: Ctx }): Promise<Permission[]> {
  requirePermission(ctx, "member.list");
  return (Object.keys(policy) as Verb[])
    .map((verb) => {
      const allowed: readonly string[] = policy[verb].roles;
      return {
        verb,
        roles: memberRoles.filter((role) => allowed.includes(role)),
        isAllowed: isAllowed(ctx.actor, verb),
      };
    })
    .filter(({ roles }) => roles.length > 0)
    .map((permission) => Permission.parse(permission));
}
