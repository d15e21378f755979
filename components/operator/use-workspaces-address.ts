"use client";

import { useAddress } from "@/components/shell/use-address";
import type { Sort } from "@/components/ui/data-table";
import { workspaceSorts, workspaceStates } from "@/server/operator/rules";

export type WorkspaceSort = (typeof workspaceSorts)[number];
export type WorkspaceState = (typeof workspaceStates)[number];

/** The view as the address bar says it: `?q=…&state=suspended&sort=messages&order=ascending&page=2&workspace=wsp_…`. */
export function useWorkspacesAddress() {
  const { params, write } = useAddress();
  const sort = workspaceSorts.find((known) => known === params.get("sort")) ?? "messages";
  const direction = params.get("order") === "ascending" ? "ascending" : "descending";
  const page = Number(params.get("page") ?? 1);

  return {
    search: params.get("q") ?? "",
    state: workspaceStates.find((known) => known === params.get("state")) ?? "all",
    sort: { key: sort, direction } as Sort & { key: WorkspaceSort },
    page: Number.isInteger(page) && page > 0 ? page : 1,
    workspaceId: params.get("workspace"),
    // Another question begins on its first page.
    setSearch: (search: string) => write({ q: search || null, page: null }),
    setState: (state: WorkspaceState) => write({ state: state === "all" ? null : state, page: null }),
    setSort: ({ key, direction: order }: Sort) => write({ sort: key, order, page: null }),
    setPage: (next: number) => write({ page: next > 1 ? String(next) : null }, true),
    // Opening is a step to go back from; closing is not another one.
    open: (id: string | null) => write({ workspace: id }, id !== null),
    clear: () => write({ q: null, state: null, page: null }),
  };
}
