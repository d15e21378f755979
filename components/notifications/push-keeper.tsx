"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useTRPC } from "@/components/trpc";
import { readPushState, toPushInput } from "./push-state";

/** Of this tab; the server knows the subscription already. */
const keptKey = "santral.push.kept";

/** A browser that was allowed earlier goes on after the next sign-in: it belongs to the session of now. Shows nothing. */
export function PushKeeper() {
  const trpc = useTRPC();
  const keep = useMutation(trpc.notifications.keepDevice.mutationOptions());
  const tell = useEffectEvent(async () => {
    const state = await readPushState();
    if (state.kind !== "on") return;
    const { endpoint } = state.subscription;
    if (sessionStorage.getItem(keptKey) === endpoint) return;
    await keep.mutateAsync(toPushInput(state.subscription));
    sessionStorage.setItem(keptKey, endpoint);
  });
  useEffect(() => {
    // What fails is tried again with the next page; one's own account says what is wrong.
    tell().catch(() => {});
  }, []);
  return null;
}
