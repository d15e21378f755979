import { WorkflowsScreen } from "@/components/workflows/workflows-screen";
import { Messages } from "@/lib/i18n/messages";

/** Automatic work of the workspace and what waits; the view, its filters and the open run are part of the address. */
export default function WorkflowsPage() {
  return (
    <Messages domains={["workflows", "deliveries", "settings"]}>
      <WorkflowsScreen />
    </Messages>
  );
}
