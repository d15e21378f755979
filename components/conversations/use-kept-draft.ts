"use client";

import { useCallback, useEffect, useEffectEvent, useRef } from "react";
import { useLive } from "@/components/live";
import { useTRPCClient, useWorkspace } from "@/components/trpc";
import { toDraftTopic } from "@/server/drafts/rules";
import { draftMarks, whatToDo } from "./draft-marks";
import { useDraft } from "./use-draft";

/** The writer rests so long before the server is told. */
const restMs = 1_000;

/**
 * What is being written to a conversation: in this browser at once, with the server when the writer rests, so that it is
 * there on another screen. `sent` says that it became a message: the server takes its copy away by itself.
 */
export function useKeptDraft(conversationId: string, canAct: boolean) {
  const { member } = useWorkspace();
  const client = useTRPCClient();
  const [text, setText] = useDraft(conversationId);
  const isSaving = useRef(false);

  const current = useEffectEvent(() => text);
  const save = useCallback(async () => {
    if (isSaving.current || !canAct) return;
    isSaving.current = true;
    try {
      // Again until the server has what stands here: each answer gives the version to go on from.
      for (let tries = 0; tries < 4; tries += 1) {
        const held = draftMarks.of(conversationId, member.id);
        const wanted = draftMarks.text(conversationId);
        if (wanted === held.base) return;
        const saved = await client.drafts.save.mutate({
          conversationId,
          text: wanted,
          version: held.version,
        });
        // What was sent meanwhile stands in the copy: the next round takes it away.
        const { endedAt } = draftMarks.of(conversationId, member.id);
        draftMarks.set(conversationId, {
          memberId: member.id,
          version: saved.version,
          base: saved.text,
          endedAt,
        });
      }
    } catch {
      // Kept here; told with the next change, or when the conversation is opened again.
    } finally {
      isSaving.current = false;
    }
  }, [canAct, client, conversationId, member.id]);

  const look = useCallback(async () => {
    if (!canAct) return;
    try {
      const held = await client.drafts.get.query({ conversationId });
      const known = draftMarks.of(conversationId, member.id);
      const next = whatToDo({ held, known, text: draftMarks.text(conversationId) });
      if (next === "take") {
        draftMarks.set(conversationId, {
          ...known,
          memberId: member.id,
          version: held.version,
          base: held.text,
        });
        setText(held.text);
      } else if (next === "save") {
        draftMarks.set(conversationId, {
          ...known,
          memberId: member.id,
          version: held.version,
          base: held.text,
        });
        void save();
      }
    } catch {
      // What this browser holds is shown.
    }
  }, [canAct, client, conversationId, member.id, save, setText]);

  // Another member wrote in this browser before: theirs is with the server, and none of ours.
  const forgetOthers = useEffectEvent(() => {
    const { memberId } = draftMarks.of(conversationId, null);
    if (memberId === null || memberId === member.id) return;
    draftMarks.set(conversationId, { memberId: member.id, version: 0, base: "", endedAt: 0 });
    if (current() !== "") setText("");
  });
  useEffect(() => {
    forgetOthers();
    void look();
    window.addEventListener("online", look);
    return () => {
      window.removeEventListener("online", look);
      // Left before the writer has rested.
      void save();
    };
  }, [look, save]);

  useEffect(() => {
    if (text === draftMarks.of(conversationId, member.id).base) return;
    const timer = setTimeout(() => void save(), restMs);
    return () => clearTimeout(timer);
  }, [text, conversationId, member.id, save]);

  useLive([toDraftTopic(member.id)], (hint) => {
    if (hint.id === conversationId && !isSaving.current) void look();
  });

  /** Says which version it was. */
  const sent = (): number => {
    const { version } = draftMarks.of(conversationId, member.id);
    // What the server still holds goes with the message: it is no news when it is seen once more.
    draftMarks.set(conversationId, { memberId: member.id, version, base: "", endedAt: version });
    setText("");
    return version;
  };
  return { text, setText, sent };
}
