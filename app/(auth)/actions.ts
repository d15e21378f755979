"use server";

import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import type { FormAnswer } from "@/components/auth/form-answer";
import { isLocale } from "@/lib/i18n/locales";
import {
  confirmSignUp,
  listProviders,
  ownPath,
  requestLink,
  resetPassword,
  signIn,
  signInWithPassword,
  signUp,
  useSignInLink as takeSignInLink,
  toAuthId,
} from "@/server/auth";
import { getRuntime } from "@/server/kernel";
import { answer, field, goOn, ownRequest, sent } from "./answer";
import { signUpCookie, signUpCookieOptions } from "./sign-up-cookie";

const locale = async () => {
  const wanted = await getLocale();
  return isLocale(wanted) ? wanted : "tr";
};

export async function signInByPassword(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const address = field(form, "address");
  return answer(
    async () => {
      const input = { address, password: field(form, "password") };
      const entered = await signInWithPassword({ request: await ownRequest(), input });
      return goOn(entered, ownPath(field(form, "next")));
    },
    { address },
  );
}

export async function askToSignUp(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const address = field(form, "address");
  const displayName = field(form, "displayName");
  return answer(
    async () => {
      const { browserSecret } = await signUp({
        request: await ownRequest(),
        input: {
          address,
          displayName,
          password: field(form, "password"),
          locale: await locale(),
          next: field(form, "next"),
        },
      });
      const jar = await cookies();
      jar.set(signUpCookie, browserSecret, signUpCookieOptions());
      return sent(address);
    },
    { address, displayName },
  );
}

export async function confirmOwnSignUp(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const password = field(form, "password");
  const given = await answer(async () => {
    const jar = await cookies();
    const browserSecret = jar.get(signUpCookie)?.value;
    const { next, ...entered } = await confirmSignUp({
      request: await ownRequest(),
      input: {
        token: field(form, "token"),
        ...(browserSecret && { browserSecret }),
        ...(password && { password }),
      },
    });
    jar.delete({ name: signUpCookie, path: signUpCookieOptions().path });
    return goOn(entered, ownPath(next));
  });
  return given.code === "SIGN_UP_ELSEWHERE" ? { ...given, data: { isAsked: password !== "" } } : given;
}

export async function askForLink(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return ask("sign-in", form);
}

export async function askToReset(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return ask("reset", form);
}

async function ask(purpose: "sign-in" | "reset", form: FormData): Promise<FormAnswer> {
  const address = field(form, "address");
  return answer(
    async () => {
      const input = { address, next: field(form, "next") };
      await requestLink(purpose, { request: await ownRequest(), input });
      return sent(address);
    },
    { address },
  );
}

export async function signInByLink(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answer(async () => {
    const { next, ...entered } = await takeSignInLink({
      request: await ownRequest(),
      input: { token: field(form, "token") },
    });
    return goOn(entered, ownPath(next));
  });
}

export async function chooseNewPassword(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  return answer(async () => {
    const input = { token: field(form, "token"), password: field(form, "password") };
    const { next, ...entered } = await resetPassword({ request: await ownRequest(), input });
    return goOn(entered, ownPath(next));
  });
}

/** Leads to a provider, which leads back to `/enter`. */
export async function startWithProvider(_before: FormAnswer, form: FormData): Promise<FormAnswer> {
  const provider = listProviders().find((one) => one === field(form, "provider"));
  if (!provider) return {};
  const next = ownPath(field(form, "next"));
  return answer(async () => {
    try {
      const redirectTo = next ? `/enter?next=${encodeURIComponent(next)}` : "/enter";
      return { leaveTo: String(await signIn(toAuthId(provider), { redirectTo, redirect: false })) };
    } catch (error) {
      getRuntime().logger.warn({ provider, error }, "a provider of sign-ins does not answer");
      return { code: "PROVIDER_FAILED", data: { provider } };
    }
  });
}
