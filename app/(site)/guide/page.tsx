import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { GuideList } from "@/components/landing/guide";
import { listChapters } from "@/lib/guide/read-guide";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("landing.guide");
  return { title: t("title"), description: t("lead") };
}

/** Every text of the guide. */
export default async function GuidePage() {
  return <GuideList {...(await listChapters(await getLocale()))} />;
}
