import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

/** The settings' frame; what is being changed is kept while the reader goes from part to part. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Messages domains={["settings"]}>
      <SettingsFrame>{children}</SettingsFrame>
    </Messages>
  );
}
