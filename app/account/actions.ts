"use server";

import { revalidatePath } from "next/cache";
import { cookies, headers } from "next/headers";
import type { FormAnswer } from "@/components/auth/form-answer";
import type { Method } from "@/server/auth";
import {
  changePassword,
  confirmAddress,
  endOwnSession,
  linkIntentCookie,
  linkIntentSeconds,
  listProviders,
  requestAddress,
  revokeOtherSessions,
  revokeSession,
  sealLinkIntent,
  signIn,
  signOut,
  toAuthId,
  unlinkMethod,
} from "@/server/auth";
import {
  fromHeaders,
  getRuntime,
  type HeaderSource,
  NotSignedIn,
  resolveSession,
  type Session,
} from "@/server/kernel";
import { addPushDevice, removePushDevice } from "@/server/notifications";
import { answer, field } from "../(auth)/answer";

type Own = { session: Session; request: HeaderSource };

/** Runs what whoever is signed in asks for, and shows the page anew. */
async function asOwn(
  work: (own: Own) => Promise<FormAnswer | { to: string }>,
  kept?: Record<string, string>,
): Promise<FormAnswer> {
  return answer(async () => {
    const request = fromHeaders(await headers());
    const session = await resolveSession(request);
    if (!session) throw new NotSignedIn();
    const done = await work({ session, request });
    revalidatePath("/account");
    return done;
  }, kept);
}

export async function changeOwnPassword(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const given = await asOwn(async (own) => {
    const input = { current: field(form, "current"), password: field(form, "password") };
    await changePassword({ ...own, input });
    return { isDone: true };
  });
  return given.code === "SIGN_IN_WRONG" ? { ...given, code: "WRONG_PASSWORD" } : given;
}

export async function askForAddress(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const address = field(form, "address");
  return asOwn(
    async (own) => {
      await requestAddress({ ...own, input: { address } });
      return { isDone: true };
    },
    { address },
  );
}

export async function confirmOwnAddress(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return asOwn(async (own) => {
    await confirmAddress({ ...own, input: { token: field(form, "token") } });
    return { to: "/account" };
  });
}

export async function unlink(method: Method): Promise<FormAnswer> {
  return asOwn(async (own) => {
    await unlinkMethod({ ...own, input: { method } });
    return { isDone: true };
  });
}

export async function linkAccount(name: string): Promise<FormAnswer> {
  const provider = listProviders().find((one) => one === name);
  if (!provider) return {};
  return asOwn(async ({ session }) => {
    const jar = await cookies();
    jar.set(linkIntentCookie, await sealLinkIntent(session, provider), {
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure: getRuntime().env.origin.startsWith("https://"),
      maxAge: linkIntentSeconds,
    });
    try {
      const redirectTo = `/account?linked=${provider}`;
      return { leaveTo: String(await signIn(toAuthId(provider), { redirectTo, redirect: false })) };
    } catch (error) {
      getRuntime().logger.warn({ provider, error }, "a provider of sign-ins does not answer");
      return { code: "PROVIDER_FAILED", data: { provider } };
    }
  });
}

export async function endSessionOf(sessionId: string): Promise<FormAnswer> {
  return asOwn(async (own) => {
    await revokeSession({ ...own, input: { sessionId } });
    return { isDone: true };
  });
}

export async function endOtherSessions(): Promise<FormAnswer> {
  return asOwn(async (own) => ({ isDone: true, data: { count: await revokeOtherSessions(own) } }));
}

export async function addDevice(subscription: {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}): Promise<FormAnswer> {
  return asOwn(async (own) => {
    await addPushDevice({ ...own, input: subscription });
    return { isDone: true };
  });
}

export async function removeDevice(deviceId: string): Promise<FormAnswer> {
  return asOwn(async ({ session }) => {
    await removePushDevice({ session, input: { deviceId } });
    return { isDone: true };
  });
}

export async function signOutHere(): Promise<void> {
  await endOwnSession(await headers());
  await signOut({ redirectTo: "/" });
}
