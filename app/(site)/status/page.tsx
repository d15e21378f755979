import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Status } from "@/components/landing/status";
import { countSinceStart, readHealth } from "@/server/operations";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("landing.status");
  return { title: t("title") };
}

/** What `/api/health` and the process's own counters say, for people. */
export default async function StatusPage() {
  const [health, figures] = await Promise.all([readHealth(), countSinceStart()]);
  return <Status health={health} figures={figures} />;
}
