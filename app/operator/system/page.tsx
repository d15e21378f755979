import { SystemScreen } from "@/components/operator/system-screen";
import { openConsole } from "../open-console";

/** What runs, and what operators did. */
export default async function SystemPage() {
  await openConsole("/operator/system");
  return <SystemScreen />;
}
