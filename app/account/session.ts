import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { fromHeaders, resolveSession, type Session } from "@/server/kernel";

/** Who is signed in; a stranger is led to the way in and back. */
export async function openAccount(path: string): Promise<Session> {
  const session = await resolveSession(fromHeaders(await headers()));
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return session;
}
