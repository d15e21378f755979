import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StoresScreen } from "@/components/stores/stores-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("stores"))("title") };
}

/** The workspace's shop orders; what is looked for and what is open are part of the address. */
export default function StoresPage() {
  return (
    <Messages domains={["stores", "imports"]}>
      <StoresScreen />
    </Messages>
  );
}
