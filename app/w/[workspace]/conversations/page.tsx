import { getTranslations } from "next-intl/server";
import { ConversationsScreen } from "@/components/conversations/conversations-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata() {
  const t = await getTranslations("conversations");
  return { title: t("title") };
}

export default function Page() {
  return (
    <Messages domains={["agent", "conversations", "customers", "deliveries", "live", "macros", "tasks"]}>
      <ConversationsScreen />
    </Messages>
  );
}
