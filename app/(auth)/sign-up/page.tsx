import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProviderButtons } from "@/components/auth/provider-buttons";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { listProviders } from "@/server/auth";
import { askToSignUp, startWithProvider } from "../actions";
import { type Query, readNext } from "../arrival";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signUp.title") };
}

export default async function SignUpPage({ searchParams }: { searchParams: Query }) {
  const next = await readNext(searchParams);
  return (
    <SignUpForm next={next} signUp={askToSignUp}>
      <ProviderButtons providers={listProviders()} next={next} start={startWithProvider} />
    </SignUpForm>
  );
}
