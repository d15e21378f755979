"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLive } from "@/components/live";
import { useTRPC } from "@/components/trpc";

/** Whatever may finish a step. */
const topics = [
  "channel/",
  "faq/",
  "fact/",
  "import/",
  "invitation/",
  "member/",
  "message/",
  "conversation/",
  "workspace/",
];

/** The first steps as they stand; `watches`: looked at again as soon as something may have finished one. */
export function useChecklist(watches: boolean) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.start.checklist.queryOptions();
  const query = useQuery(options);
  useLive(watches ? topics : ["workspace/", "channel/", "invitation/"], () => {
    // Once all is done, messages come all day and change nothing here.
    if (watches || !query.data?.isDone) void queryClient.invalidateQueries({ queryKey: options.queryKey });
  });
  return query;
}
