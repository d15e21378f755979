"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { resyncTopic, useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { refreshWhenServing } from "./refresh";

/**
 * Asks for the frame again when a bot breaks or works again, in a group too, when the workspace is renamed, branded or
 * deleted, and when the reader's own role changes; the frame is drawn by the server.
 */
export function FrameRefresh() {
  const router = useRouter();
  const { member } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useLive(["channel/", "group/", "workspace/"], () => void refreshWhenServing(router));
  useLive(["member/"], ({ id, topic }) => {
    if (id !== member.id && topic !== resyncTopic) return;
    // What is offered goes by the role.
    void queryClient.invalidateQueries({ queryKey: trpc.members.policy.queryKey() });
    if (id === member.id) void refreshWhenServing(router);
  });
  return null;
}
