import { WorkspacesScreen } from "@/components/operator/workspaces-screen";
import { openConsole } from "../open-console";

/** Who uses how much. */
export default async function WorkspacesPage() {
  await openConsole("/operator/workspaces");
  return <WorkspacesScreen />;
}
