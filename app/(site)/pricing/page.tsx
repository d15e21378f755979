import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Pricing } from "@/components/landing/pricing";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("pricing");
  return { title: t("title"), description: t("lead") };
}

/** What it costs. */
export default function PricingPage() {
  return <Pricing />;
}
