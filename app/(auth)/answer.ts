import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { ZodError } from "zod";
import type { FormAnswer } from "@/components/auth/form-answer";
import { findFirstPage, keepSession } from "@/server/auth";
import { DatabaseAway, DomainError, fromHeaders, getRuntime, isDatabaseAway } from "@/server/kernel";

/** Runs what a form asks for: a fault becomes its answer, and `to` leads on. */
export async function answer(
  work: () => Promise<FormAnswer | { to: string }>,
  kept: Record<string, string> = {},
): Promise<FormAnswer> {
  let outcome: FormAnswer | { to: string };
  try {
    outcome = await work();
  } catch (error) {
    return { ...faultOf(error), kept };
  }
  if ("to" in outcome) redirect(outcome.to);
  return { ...outcome, kept };
}

function faultOf(error: unknown): FormAnswer {
  const known = isDatabaseAway(error) ? new DatabaseAway(error) : error;
  if (known instanceof DomainError) return { code: known.code, data: known.data };
  if (known instanceof ZodError) {
    return {
      fields: Object.fromEntries(known.issues.map(({ path, message }) => [String(path[0]), message])),
    };
  }
  throw known;
}

/** The request that brought the form. */
export const ownRequest = async () => fromHeaders(await headers());

/** Gives the browser its session and says where it goes on. */
export async function goOn(entered: { personId: string; sessionId: string }, next: string | null) {
  await keepSession(entered);
  return { to: next ?? (await findFirstPage(entered.personId)) };
}

/** What a form says that has sent a mail. */
export function sent(address: string): FormAnswer {
  const { isSandboxOn, smtpUrl } = getRuntime().env;
  const isLocal = isSandboxOn && !smtpUrl;
  return {
    isDone: true,
    ...(isLocal && { mailbox: `/sandbox/mail?${new URLSearchParams({ to: address })}` }),
  };
}

/** A field of a form as text. */
export const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};
