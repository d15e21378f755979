/** How often a page of the console looks again while it is in view. */
export const refreshMs = 15_000;

/** What a table shows in place of rows, by the state of its query. */
export function tableState(query: {
  isPending: boolean;
  isError: boolean;
  data: unknown;
  refetch: () => unknown;
}) {
  if (query.isPending) return "loading" as const;
  return query.isError && !query.data
    ? { error: true as const, onRetry: () => void query.refetch() }
    : undefined;
}
