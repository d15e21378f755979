import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { findFirstPage, ownPath } from "@/server/auth";
import { fromHeaders, resolveSession } from "@/server/kernel";

export type Query = Promise<Record<string, string | string[] | undefined>>;

/** Where to go on; whoever is signed in goes on at once. */
export async function readNext(searchParams: Query): Promise<string | null> {
  const next = ownPath((await searchParams).next);
  const session = await resolveSession(fromHeaders(await headers()));
  if (session) redirect(next ?? (await findFirstPage(session.personId)));
  return next;
}
