import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { GuideText } from "@/components/landing/guide";
import { readGuide } from "@/lib/guide/read-guide";

type Props = { params: Promise<{ page: string }> };

const read = async ({ params }: Props) => readGuide((await params).page, await getLocale());

export async function generateMetadata(props: Props): Promise<Metadata> {
  const text = await read(props);
  return text ? { title: text.title } : {};
}

/** One text of the guide, in the reader's language where it is written in it. */
export default async function GuideTextPage(props: Props) {
  const text = await read(props);
  if (!text) notFound();
  return <GuideText text={text} locale={await getLocale()} />;
}
