"use client";

import { useCallback, useEffect, useState } from "react";
import type { LiveEvent } from "@/sandbox/telegram/live";
import type { Call } from "@/sandbox/telegram/records";
import type { Transcript } from "@/sandbox/telegram/transcript";
import type { Control } from "./control";

const typingMs = 5000;
const reconnectMs = 1000;

export type ChatView = {
  transcript: Transcript | null;
  calls: Call[];
  isTyping: boolean;
  isOffline: boolean;
  /** The bot's answer to a tapped button; `at` tells two alike apart. */
  answered: { text: string; isAlert: boolean; at: number } | null;
  reload: () => void;
};

/** A chat as it stands, kept up with while it is looked at. */
export function useChat(control: Control, bot: string, user: number): ChatView {
  const [view, setView] = useState<Omit<ChatView, "reload">>(empty);
  const [reload, setReload] = useState<() => void>(() => () => {});

  useEffect(() => {
    const gone = new AbortController();
    const update = (change: Partial<ChatView>) => {
      if (!gone.signal.aborted) setView((before) => ({ ...before, ...change }));
    };
    setView(empty);
    let typing: ReturnType<typeof setTimeout> | undefined;
    const setTyping = (isTyping: boolean) => {
      clearTimeout(typing);
      update({ isTyping });
      if (isTyping) typing = setTimeout(() => update({ isTyping: false }), typingMs);
    };
    const read = inTurn(async () => {
      const [transcript, calls] = await Promise.all([
        control.readChat(bot, user),
        control.readCalls(bot, user),
      ]);
      update({ transcript, calls });
    });
    const hear = (event: LiveEvent) => {
      if (event.kind === "typing") setTyping(true);
      if (event.kind === "changed") setTyping(false);
      if (event.kind === "answered") {
        update({ answered: { text: event.text, isAlert: event.isAlert, at: Date.now() } });
      }
      read();
    };
    setReload(() => read);
    void follow(control, {
      bot,
      user,
      signal: gone.signal,
      hear,
      read,
      setOffline: (isOffline) => update({ isOffline }),
    });
    return () => {
      clearTimeout(typing);
      gone.abort();
    };
  }, [control, bot, user]);

  return { ...view, reload: useCallback(() => reload(), [reload]) };
}

const empty = { transcript: null, calls: [], isTyping: false, isOffline: false, answered: null };

/** Runs `work` now, and once more afterwards when it was asked for meanwhile. */
function inTurn(work: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  return async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      // A failed read is made good by the next one: the stream reconnects and reads again.
      await work().catch(() => {});
    }
    isRunning = false;
  };
}

async function follow(
  control: Control,
  on: {
    bot: string;
    user: number;
    signal: AbortSignal;
    hear: (event: LiveEvent) => void;
    read: () => void;
    setOffline: (isOffline: boolean) => void;
  },
): Promise<void> {
  while (!on.signal.aborted) {
    try {
      const response = await control.watch(on.bot, on.user, on.signal);
      if (!response.ok || !response.body) throw new Error(String(response.status));
      on.setOffline(false);
      on.read();
      await eachEvent(response.body, on.hear);
    } catch {
      // Told below: whatever the reason, the way back is to connect again.
    }
    if (on.signal.aborted) return;
    on.setOffline(true);
    await new Promise((resolve) => setTimeout(resolve, reconnectMs));
  }
}

async function eachEvent(body: ReadableStream<Uint8Array>, hear: (event: LiveEvent) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data: ")) hear(JSON.parse(line.slice("data: ".length)) as LiveEvent);
    }
  }
}
