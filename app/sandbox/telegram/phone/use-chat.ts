"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
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

/** Where a chat is read and followed; kept the same while the same chat is looked at. */
type ChatSource = {
  read: () => Promise<Pick<ChatView, "transcript" | "calls">>;
  watch: (signal: AbortSignal) => Promise<Response>;
};

/** One user's chat with a bot. */
export function useChat(control: Control, bot: string, user: number): ChatView {
  const source = useMemo<ChatSource>(
    () => ({
      read: async () => {
        const [transcript, calls] = await Promise.all([
          control.readChat(bot, user),
          control.readCalls(bot, user),
        ]);
        return { transcript, calls };
      },
      watch: (signal) => control.watch(bot, user, signal),
    }),
    [control, bot, user],
  );
  return useFollowed(source);
}

/** A group as one member sees it, with what the bot asked for there. */
export function useGroupChat(
  control: Control,
  bot: string,
  { group, user }: { group: number; user: number },
): ChatView {
  const source = useMemo<ChatSource>(
    () => ({
      read: async () => {
        const [{ messages }, calls] = await Promise.all([
          control.groups.read(group, user),
          control.readCalls(bot, group),
        ]);
        return { transcript: { messages, keyboard: null, isBlocked: false }, calls };
      },
      watch: (signal) => control.groups.watch(group, signal),
    }),
    [control, bot, group, user],
  );
  return useFollowed(source);
}

/** A chat as it stands, kept up with while it is looked at. */
function useFollowed(source: ChatSource): ChatView {
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
    const read = inTurn(async () => update(await source.read()));
    const hear = (event: LiveEvent) => {
      if (event.kind === "typing") setTyping(true);
      if (event.kind === "changed") setTyping(false);
      if (event.kind === "answered") {
        update({ answered: { text: event.text, isAlert: event.isAlert, at: Date.now() } });
      }
      read();
    };
    setReload(() => read);
    void follow(source, {
      signal: gone.signal,
      hear,
      read,
      setOffline: (isOffline) => update({ isOffline }),
    });
    return () => {
      clearTimeout(typing);
      gone.abort();
    };
  }, [source]);

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
  source: ChatSource,
  on: {
    signal: AbortSignal;
    hear: (event: LiveEvent) => void;
    read: () => void;
    setOffline: (isOffline: boolean) => void;
  },
): Promise<void> {
  while (!on.signal.aborted) {
    try {
      const response = await source.watch(on.signal);
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
