import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AskLinkForm } from "@/components/auth/ask-link-form";
import { ownPath } from "@/server/auth";
import { askForLink } from "../actions";
import type { Query } from "../arrival";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("link.title") };
}

export default async function LinkRequestPage({ searchParams }: { searchParams: Query }) {
  return <AskLinkForm what="link" next={ownPath((await searchParams).next)} ask={askForLink} />;
}
