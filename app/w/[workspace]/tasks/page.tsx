import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TasksScreen } from "@/components/tasks/tasks-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tasks"))("page.title") };
}

/** What the team has to do about its customers; the list that is open is part of the address. */
export default function TasksPage() {
  return (
    <Messages domains={["tasks"]}>
      <TasksScreen />
    </Messages>
  );
}
