import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EmbedsScreen } from "@/components/reports/embeds-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reports"))("title") };
}

/** What of the figures is shown outside, and by which links. */
export default function EmbedsPage() {
  return (
    <Messages domains={["reports"]}>
      <EmbedsScreen />
    </Messages>
  );
}
