import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OfflinePage } from "@/components/offline/offline-page";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("offline"))("title") };
}

/** What the service worker shows in place of a page while there is no connection. Holds nothing of anyone's. */
export default function Offline() {
  return (
    <Messages domains={["offline"]}>
      <OfflinePage />
    </Messages>
  );
}
