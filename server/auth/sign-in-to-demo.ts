import { memberRoles } from "@/db/schema";
import type { MemberRole } from "@/server/kernel";
import { signIn } from "./config";
import { findDemoPerson } from "./find-demo-person";

/** One-click sign-in to the demo as its member with this role. False when there is no such role, or nobody has it. */
export async function signInToDemo(role: string): Promise<boolean> {
  if (!isRole(role) || !(await findDemoPerson(role))) return false;
  await signIn("demo", { role, redirect: false });
  return true;
}

const isRole = (role: string): role is MemberRole => (memberRoles as readonly string[]).includes(role);
