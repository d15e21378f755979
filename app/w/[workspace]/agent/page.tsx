import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AgentScreen } from "@/components/agent/agent-screen";
import { Messages } from "@/lib/i18n/messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("agent"))("teach.title") };
}

/** What the agent understands, and how it is taught. */
export default function AgentPage() {
  return (
    <Messages domains={["agent"]}>
      <AgentScreen />
    </Messages>
  );
}
