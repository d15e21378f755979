import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChannelsScreen } from "@/components/channels/channels-screen";
import { Messages } from "@/lib/i18n/messages";
import { getRuntime } from "@/server/kernel";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("channels"))("title") };
}

/** The workspace's bots; the one that is open is part of the address. */
export default function ChannelsPage() {
  return (
    <Messages domains={["channels"]}>
      <ChannelsScreen hasLocalTelegram={getRuntime().env.isSandboxOn} />
    </Messages>
  );
}
