/** Roles that make, rename and delete tags; screens hide from others what the policy would refuse. */
export const tagManagers: readonly string[] = ["owner", "admin", "supervisor"];
