import { RunsScreen } from "@/components/operator/runs-screen";
import { Messages } from "@/lib/i18n/messages";
import { openConsole } from "../open-console";

/** Automatic work of every workspace and of the platform itself. */
export default async function RunsPage() {
  await openConsole("/operator/runs");
  return (
    <Messages domains={["operator", "workflows"]}>
      <RunsScreen />
    </Messages>
  );
}
