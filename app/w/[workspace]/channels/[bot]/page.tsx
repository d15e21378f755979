import type { Metadata } from "next";
import { BotScreen } from "@/components/channels/bot-screen";
import { Messages } from "@/lib/i18n/messages";

type Params = { params: Promise<{ bot: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: `@${(await params).bot}` };
}

/** One bot, by its username: health, replies, profile, settings. */
export default async function BotPage({ params }: Params) {
  return (
    <Messages domains={["channels"]}>
      <BotScreen username={(await params).bot} />
    </Messages>
  );
}
