"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { DemoMissing, exploreDemo } from "@/server/demo";
import { DomainError, fromHeaders, openMemberContext, resolveSession } from "@/server/kernel";
import {
  addWorkspace,
  FoundWorkspaceInput,
  foundWorkspace,
  NewWorkspaceInput,
  SuggestSlugInput,
  suggestSlug,
} from "@/server/workspaces";

export type FoundAnswer = {
  /** What stands in the way: the code of an error, or the field to correct. */
  problem: string;
  /** A free address in place of the one that is taken. */
  suggestion: string | null;
};

/**
 * Founds a workspace for whoever is signed in; `beside` names one of theirs, whose organisation it joins. Leads on to
 * its first steps, or says what stands in the way.
 */
export async function foundWorkspaceHere(input: unknown, beside: string | null): Promise<FoundAnswer> {
  const request = fromHeaders(await headers());
  const session = await resolveSession(request);
  if (!session) redirect("/sign-in?next=/start");
  const wanted = (beside ? NewWorkspaceInput : FoundWorkspaceInput).safeParse(input);
  if (!wanted.success) {
    return { problem: String(wanted.error.issues[0]?.path[0] ?? "other"), suggestion: null };
  }
  let slug: string;
  try {
    ({ slug } = beside
      ? await addWorkspace({ ctx: await openMemberContext({ request, slug: beside }), input: wanted.data })
      : await foundWorkspace({ personId: session.personId, input: wanted.data }));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { suggestion } = error.data;
    return { problem: error.code, suggestion: typeof suggestion === "string" ? suggestion : null };
  }
  redirect(`/start/${slug}`);
}

/** The address that a name would get; null where there is none to be had, or nobody is signed in. */
export async function suggestAddress(input: unknown): Promise<string | null> {
  const wanted = SuggestSlugInput.safeParse(input);
  if (!wanted.success || !(await resolveSession(fromHeaders(await headers())))) return null;
  return suggestSlug({ input: wanted.data });
}

/** Into the demo, beside one's own workspaces; null where there is none to look at. */
export async function exploreDemoHere(): Promise<{ slug: string } | null> {
  const session = await resolveSession(fromHeaders(await headers()));
  if (!session) return null;
  try {
    return await exploreDemo({ personId: session.personId });
  } catch (error) {
    if (error instanceof DemoMissing) return null;
    throw error;
  }
}
