"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLive } from "@/components/live";
import { usePermission } from "@/components/members/use-permission";
import { ReadOnlyNotice } from "@/components/settings/read-only-notice";
import { errorCode, useTRPC } from "@/components/trpc";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { BrandFields } from "./brand-fields";
import { LogoCard } from "./logo-card";

/** How customers and invited people see whom they deal with: name, logo, colour. */
export function BrandScreen() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(trpc.organisations.get.queryOptions());
  const permission = usePermission("organisation.update");
  useLive(["workspace/branded"], () =>
    queryClient.invalidateQueries({ queryKey: trpc.organisations.get.queryKey() }),
  );
  if (!data && error) {
    return errorCode(error) === "PERMISSION_DENIED" ? (
      <ForbiddenState />
    ) : (
      <ErrorState onRetry={() => refetch()} />
    );
  }
  if (!data || !permission.isKnown) {
    return (
      <div aria-busy className="flex flex-col gap-4">
        {["h-56", "h-72"].map((height) => (
          <div key={height} className={`rounded-lg border border-line bg-surface p-4 ${height}`}>
            <Skeleton className="w-40" />
          </div>
        ))}
      </div>
    );
  }
  const isReadOnly = !permission.isAllowed;
  return (
    <div className="flex flex-col gap-4">
      <ReadOnlyNotice permission={permission} />
      <LogoCard organisation={data} isReadOnly={isReadOnly} />
      <BrandFields key={`${data.name} ${data.color}`} organisation={data} isReadOnly={isReadOnly} />
    </div>
  );
}
