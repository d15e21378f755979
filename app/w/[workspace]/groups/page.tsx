import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { GroupsScreen } from "@/components/groups/groups-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("groups"))("title") };
}

/** The groups of the workspace's bots; the one that is open is part of the address. */
export default function GroupsPage() {
  return (
    <Messages domains={["groups"]}>
      <GroupsScreen />
    </Messages>
  );
}
