"use client";

import { usePathname, useSearchParams } from "next/navigation";
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
  const params = useSearchParams();
  const pathname = usePathname();

  function write(changes: Record<string, string | null>, isStep: boolean) {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    const address = `${window.location.pathname}${next.size > 0 ? `?${next}` : ""}`;
    if (isStep) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }

  return {
    pathname,
    isWaiting: params.get("view") === "waiting",
    search: params.get("q") ?? "",
    status: runStatuses.find((known) => known === params.get("status")) ?? null,
    workflow: params.get("work"),
    workspace: params.get("workspace"),
    span: runSpans.find((known) => known === params.get("span")) ?? null,
    runId: params.get("run"),
    setSearch: (search: string) => write({ q: search.trim() || null }, false),
    narrow: ({ workflow, ...rest }: Partial<Filters>) =>
      write({ ...rest, ...(workflow === undefined ? {} : { work: workflow }) }, false),
    // Opening is a step to go back from; closing is not another one.
    open: (runId: string | null) => write({ run: runId }, runId !== null),
    clear: () => write({ q: null, status: null, work: null, span: null, workspace: null }, false),
  };
}
