"use client";

import { usePermission } from "@/components/members/use-permission";
import { ReadOnlyNotice } from "@/components/settings/read-only-notice";
import { errorCode } from "@/components/trpc";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { AgentSwitch } from "./agent-switch";
import { DeleteCard } from "./delete-card";
import { useWorkspaceSettings } from "./use-workspace-settings";
import { WorkspaceFields } from "./workspace-fields";

/** What the workspace is called, where and in which languages it works, and whether its agent answers. */
export function WorkspaceScreen() {
  const { data: workspace, error, refetch } = useWorkspaceSettings();
  const permission = usePermission("workspace.update");
  if (!workspace && error) {
    return errorCode(error) === "PERMISSION_DENIED" ? (
      <ForbiddenState />
    ) : (
      <ErrorState onRetry={() => refetch()} />
    );
  }
  if (!workspace || !permission.isKnown) return <WorkspaceSkeleton />;
  return (
    <div className="flex flex-col gap-4">
      <ReadOnlyNotice permission={permission} />
      <AgentSwitch workspace={workspace} disabled={!permission.isAllowed} />
      <WorkspaceFields workspace={workspace} isReadOnly={!permission.isAllowed} />
      <DeleteCard workspace={workspace} />
    </div>
  );
}

function WorkspaceSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-4">
      {["h-[4.625rem]", "h-[18.125rem]", "h-[15.875rem]", "h-[10.75rem]"].map((height) => (
        <div key={height} className={`rounded-lg border border-line bg-surface p-4 ${height}`}>
          <Skeleton className="w-40" />
          <Skeleton className="mt-4 h-8" />
        </div>
      ))}
    </div>
  );
}
