"use client";

import { usePathname } from "next/navigation";
import { useAddress } from "@/components/shell/use-address";
import { type RunSpan, type RunStatus, runSpans, runStatuses } from "@/server/workflows/rules";

type Filters = {
  status: RunStatus | null;
  workflow: string | null;
  span: RunSpan | null;
  /** Whose work, where several workspaces' stands in one list. */
  workspace: string | null;
};

/** The view as the address bar says it: `?view=waiting`, `?status=failed&run=wfr_…`. A link to a view is a view. */
export function useRunsAddress() {
  const { params, write } = useAddress();
  const pathname = usePathname();

  return {
    pathname,
    isWaiting: params.get("view") === "waiting",
    search: params.get("q") ?? "",
    status: runStatuses.find((known) => known === params.get("status")) ?? null,
    workflow: params.get("work"),
    workspace: params.get("workspace"),
    span: runSpans.find((known) => known === params.get("span")) ?? null,
    runId: params.get("run"),
    setSearch: (search: string) => write({ q: search.trim() || null }),
    narrow: ({ workflow, ...rest }: Partial<Filters>) =>
      write({ ...rest, ...(workflow === undefined ? {} : { work: workflow }) }),
    // Opening is a step to go back from; closing is not another one.
    open: (runId: string | null) => write({ run: runId }, runId !== null),
    clear: () => write({ q: null, status: null, work: null, span: null, workspace: null }),
  };
}
