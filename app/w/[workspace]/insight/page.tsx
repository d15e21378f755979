import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FiguresScreen } from "@/components/insight/figures-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("insight"))("title") };
}

/** The figures an owner looks at first; the span is part of the address. */
export default async function FiguresPage(props: { searchParams: Promise<{ days?: string | string[] }> }) {
  const { days } = await props.searchParams;
  return (
    <Messages domains={["insight", "agent"]}>
      <FiguresScreen asked={String(days)} />
    </Messages>
  );
}
