"use client";

import { useEffect, useSyncExternalStore } from "react";
import { useWorkspace } from "@/components/trpc";
import {
  applyDraft,
  changeField,
  conflictsOf,
  type Draft,
  emptyDraft,
  fieldsOf,
  isDirty,
  settleDraft,
} from "./draft";
import { noDraft, readDraft, watchDrafts, writeDraft } from "./draft-store";

/** The parts of the settings that are edited as a draft and saved together. */
export const draftNames = ["workspace", "hours", "levels"] as const;
type DraftName = (typeof draftNames)[number];

function keyOf(slug: string, memberId: string, name: DraftName): string {
  return `${slug}.${memberId}.${name}`;
}

/** The reader's unsaved changes of one part, over what is saved; `values` is undefined until that is known. */
export function useDraft<Values extends object>(name: DraftName, saved: Values | undefined) {
  const { slug, member } = useWorkspace();
  const key = keyOf(slug, member.id, name);
  const kept = useSyncExternalStore(watchDrafts, () => readDraft(key), noDraft) as Draft<Values>;
  const draft = saved ? settleDraft(kept, saved) : kept;

  // What has been saved meanwhile, here or elsewhere, is no longer a change.
  const isStale = fieldsOf(draft.changes).length < fieldsOf(kept.changes).length;
  useEffect(() => {
    if (isStale && saved) writeDraft(key, settleDraft(readDraft(key) as Draft<Values>, saved));
  }, [isStale, saved, key]);

  return {
    values: saved && applyDraft(saved, draft),
    changes: draft.changes,
    isDirty: isDirty(draft),
    conflicts: saved ? conflictsOf(draft, saved) : [],
    set<Field extends keyof Values>(field: Field, value: Values[Field]) {
      if (saved) writeDraft(key, changeField(readDraft(key) as Draft<Values>, saved, field, value));
    },
    discard: () => writeDraft(key, emptyDraft()),
  };
}

/** The parts that have unsaved changes. */
export function useOpenDrafts(): DraftName[] {
  const { slug, member } = useWorkspace();
  const open = useSyncExternalStore(
    watchDrafts,
    () => draftNames.filter((name) => isDirty(readDraft(keyOf(slug, member.id, name)))).join(),
    () => "",
  );
  return draftNames.filter((name) => open.split(",").includes(name));
}
