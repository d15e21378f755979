import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AskLinkForm } from "@/components/auth/ask-link-form";
import { ownPath } from "@/server/auth";
import { askToReset } from "../actions";
import type { Query } from "../arrival";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("reset.title") };
}

export default async function ResetPage({ searchParams }: { searchParams: Query }) {
  return <AskLinkForm what="reset" next={ownPath((await searchParams).next)} ask={askToReset} />;
}
