"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CustomerPanel, Section } from "@/components/customers/customer-panel";
import { useTRPC } from "@/components/trpc";
import { DescriptionList } from "@/components/ui/card";
import { SkeletonText } from "@/components/ui/skeleton";
import { ConversationProperties } from "./conversation-properties";
import { ExportMenu } from "./export-menu";

/** Beside the thread: who the customer is, and what the conversation is about to us. */
export function ContextPanel({ conversationId }: { conversationId: string }) {
  const t = useTranslations("customers");
  const trpc = useTRPC();
  const { data: conversation, isError } = useQuery(trpc.conversations.get.queryOptions({ conversationId }));
  // The thread beside it says what is wrong and what to do.
  if (!conversation && isError) return null;
  if (!conversation) return <SkeletonText lines={6} />;
  const items = [{ term: t("channel"), value: <bdi>{conversation.channel.name}</bdi> }];
  if (conversation.language) {
    items.push({ term: t("language"), value: <>{toLanguage(t, conversation.language)}</> });
  }
  return (
    <CustomerPanel customerId={conversation.customer.id} conversationId={conversationId}>
      <Section title={t("state")}>
        <div className="flex flex-col gap-4">
          <DescriptionList items={items} />
          <ConversationProperties conversation={conversation} />
          <ExportMenu conversationId={conversationId} />
        </div>
      </Section>
    </CustomerPanel>
  );
}

const languages = ["tr", "en", "ru", "ar"] as const;

function toLanguage(t: ReturnType<typeof useTranslations<"customers">>, code: string): string {
  const known = languages.find((language) => language === code);
  return known ? t(`languageName.${known}`) : code;
}
