import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthCard } from "@/components/auth/auth-frame";
import { ProviderButtons } from "@/components/auth/provider-buttons";
import { SignInForm, TextLink } from "@/components/auth/sign-in-form";
import { listProviders } from "@/server/auth";
import { getRuntime } from "@/server/kernel";
import { signInByPassword, startWithProvider } from "../actions";
import { type Query, readNext } from "../arrival";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signIn.title") };
}

/** The way in. `?next=` leads on; `?error=` and `?with=` say how a provider's way ended. */
export default async function SignInPage({ searchParams }: { searchParams: Query }) {
  const { error, with: provider } = await searchParams;
  const providers = listProviders();
  const failed = providers.find((one) => one === provider);
  // Somebody who is signed in comes here from linking an account.
  const next = await readNext(
    error ? Promise.resolve({ next: `/account?error=${error}&with=${failed ?? ""}` }) : searchParams,
  );
  const t = await getTranslations("auth");
  const known = error === "ADDRESS_TAKEN" || error === "ACCOUNT_TAKEN";
  const goesOn = error ? null : next;
  if (error && !failed && known) redirect("/sign-in");
  return (
    <AuthCard
      title={t("signIn.title")}
      after={
        <div className="flex flex-col items-center gap-1.5">
          <p className="flex flex-wrap items-center justify-center gap-x-1.5">
            {t("signIn.newHere")}
            <TextLink href={goesOn ? `/sign-up?next=${encodeURIComponent(goesOn)}` : "/sign-up"}>
              {t("signUp.submit")}
            </TextLink>
          </p>
          {getRuntime().env.isSandboxOn && <TextLink href="/#demo">{t("signIn.demo")}</TextLink>}
        </div>
      }
    >
      <SignInForm
        next={goesOn}
        signIn={signInByPassword}
        arrival={
          error
            ? {
                code: known ? error : "PROVIDER_FAILED",
                data: { provider: failed ?? providers[0] ?? "google" },
              }
            : {}
        }
      />
      <ProviderButtons providers={providers} next={goesOn} start={startWithProvider} />
    </AuthCard>
  );
}
