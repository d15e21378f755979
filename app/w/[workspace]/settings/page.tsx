import { ManageDemo } from "@/components/demo/manage-demo";
import { WorkspaceScreen } from "@/components/workspaces/workspace-screen";
import { Messages } from "@/lib/i18n/messages";
import { isDemoHere } from "@/server/demo";

/** The workspace itself; of the demo, how it is taken away. */
export default async function WorkspaceSettingsPage(props: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await props.params;
  return (
    <>
      <WorkspaceScreen />
      {isDemoHere(workspace) && (
        <Messages domains={["demo"]}>
          <ManageDemo />
        </Messages>
      )}
    </>
  );
}
