"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { openingHint, resyncTopic, useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { refreshWhenServing } from "./refresh";

/**
 * Draws the page anew when the workspace is renamed, branded or deleted, when its disk is full and when the reader's own
 * role changes: what the server decides of a page, and seldom. Not for what changed while the page was being opened, which
 * was hardly ever one of these.
 */
export function FrameRefresh() {
  const router = useRouter();
  const { member } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useLive(["workspace/"], ({ id }) => {
    if (id !== openingHint.id) void refreshWhenServing(router);
  });
  useLive(["member/"], ({ id, topic }) => {
    if (id !== member.id && topic !== resyncTopic) return;
    // What is offered goes by the role.
    void queryClient.invalidateQueries({ queryKey: trpc.members.policy.queryKey() });
    if (id === member.id) void refreshWhenServing(router);
  });
  return null;
}
