import { WorkspaceScreen } from "@/components/workspaces/workspace-screen";

/** The workspace itself. */
export default function WorkspaceSettingsPage() {
  return <WorkspaceScreen />;
}
