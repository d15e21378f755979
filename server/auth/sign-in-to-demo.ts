import { memberRoles } from "@/db/schema";
import type { MemberRole } from "@/server/kernel";
import { signIn } from "./config";
import { findDemoPerson } from "./find-demo-person";

/**
 * One-click sign-in to the demo as its member with this role.
 *
 * @param slug one of the demo's workspaces; the first that is there when nothing is said
 * @returns where to go; null when there is no such role or workspace
 */
export async function signInToDemo(role: string, slug?: string): Promise<{ slug: string } | null> {
  const person = isRole(role) ? await findDemoPerson(role, slug) : null;
  if (!person) return null;
  await signIn("demo", { role, redirect: false });
  return { slug: person.slug };
}

const isRole = (role: string): role is MemberRole => (memberRoles as readonly string[]).includes(role);
