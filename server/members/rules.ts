export const memberRoles = ["owner", "admin", "supervisor", "support", "analyst"] as const;
type Role = (typeof memberRoles)[number];

/** Whether somebody with role `by` may turn a member from `from` into `to` (null: remove). Owners are made and unmade by owners. */
export function canChangeRole(by: Role, from: Role, to: Role | null): boolean {
  if (by === "owner") return true;
  return by === "admin" && from !== "owner" && to !== "owner";
}

/** Whether the workspace would be left without an owner. */
export function leavesNoOwner(from: Role, to: Role | null, owners: number): boolean {
  return from === "owner" && to !== "owner" && owners <= 1;
}
