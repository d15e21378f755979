"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { useWorkspace } from "@/components/trpc";
import { getLiveClient } from "./live-client";
import { type LiveHint, type LiveState, resyncTopic } from "./protocol";

/**
 * Calls `onHint` when something of these topics changes in the workspace: `["message/", "channel/updated"]` (a topic
 * that ends with `/` stands for all that begin with it). After a reconnection, and when something changed while the page
 * was being opened, it is called once with the topic `resync`: fetch again whatever is shown. Hints say where to look,
 * never what is there.
 */
export function useLive(topics: readonly string[], onHint: (hint: LiveHint) => void): void {
  const { slug } = useWorkspace();
  const tell = useEffectEvent((hint: LiveHint) => {
    if (hint.topic === resyncTopic || topics.some((topic) => isOf(hint.topic, topic))) onHint(hint);
  });
  useEffect(() => getLiveClient(slug).subscribe((hint) => tell(hint)), [slug]);
}

/** Whether hints arrive. `retry` tries at once. */
export function useLiveState(): { state: LiveState; retry: () => void } {
  const { slug } = useWorkspace();
  const client = getLiveClient(slug);
  const state = useSyncExternalStore(
    (onChange) => client.watchState(onChange),
    () => client.state,
    () => "connecting" as const,
  );
  return { state, retry: () => client.retry() };
}

function isOf(topic: string, wanted: string): boolean {
  return wanted.endsWith("/") ? topic.startsWith(wanted) : topic === wanted;
}
