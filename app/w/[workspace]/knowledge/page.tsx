import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { KnowledgeScreen } from "@/components/knowledge/knowledge-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("knowledge"))("title") };
}

/** What the agent answers from; the view and the question that is open are part of the address. */
export default function KnowledgePage() {
  return (
    <Messages domains={["knowledge", "imports"]}>
      <KnowledgeScreen />
    </Messages>
  );
}
