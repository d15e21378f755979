"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLive } from "@/components/live";
import { useTRPC, useTRPCClient, useWorkspace } from "@/components/trpc";
import { afterHint, lookingAgainMs, type Sighting, stillThere, typingAgainMs } from "@/server/presence/rules";

const lookMs = 2_000;

export type Colleague = { id: string; name: string; state: "looking" | "typing" };

/**
 * Who else is in this conversation, and telling the others of oneself: on opening it, now and then while it is on a
 * visible screen, while typing, and on leaving. Whoever may not answer is told and not shown.
 */
export function usePresence(conversationId: string, canAct: boolean) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { member } = useWorkspace();
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 300_000 }));
  const [there, setThere] = useState<readonly Sighting[]>([]);
  const lastTyped = useRef(0);

  const tell = useCallback(
    (state: "looking" | "typing" | "gone") => {
      if (!canAct) return;
      // Nobody waits for it, and nothing hangs on it.
      client.presence.tell.mutate({ conversationId, state }).catch(() => {});
    },
    [canAct, client, conversationId],
  );

  useLive(["presence/"], (hint) => {
    if (hint.id !== conversationId || hint.topic.endsWith(member.id)) return;
    setThere((held) => afterHint(held, hint, Date.now()));
    // Who has just come does not know of us yet.
    if (hint.topic.startsWith("presence/looking/") && !there.some((one) => hint.topic.endsWith(one.memberId)))
      tell("looking");
  });

  useEffect(() => {
    const look = () => document.visibilityState === "visible" && tell("looking");
    look();
    const again = setInterval(look, lookingAgainMs);
    const forget = setInterval(
      () => setThere((held) => (held.length ? stillThere(held, Date.now()) : held)),
      lookMs,
    );
    const leave = () => tell(document.visibilityState === "visible" ? "looking" : "gone");
    document.addEventListener("visibilitychange", leave);
    return () => {
      clearInterval(again);
      clearInterval(forget);
      document.removeEventListener("visibilitychange", leave);
      tell("gone");
    };
  }, [tell]);

  const typing = useCallback(() => {
    const now = Date.now();
    if (now - lastTyped.current < typingAgainMs) return;
    lastTyped.current = now;
    tell("typing");
  }, [tell]);
  const stopped = useCallback(() => {
    lastTyped.current = 0;
    tell("looking");
  }, [tell]);

  const colleagues = there.flatMap(({ memberId, state }): Colleague[] => {
    const found = members.data?.find(({ id }) => id === memberId);
    return found ? [{ id: memberId, name: found.displayName, state }] : [];
  });
  return { colleagues, typing, stopped };
}
