import { type Draft, emptyDraft, isDirty } from "./draft";

/**
 * Unsaved changes of this browser tab by key. They outlive the page that shows them: a reload, a wrong click or another
 * page in between loses nothing.
 */
const prefix = "santral.draft.";
const known = new Map<string, Draft<object>>();
const listeners = new Set<() => void>();
const none: Draft<object> = emptyDraft();

export function readDraft(key: string): Draft<object> {
  const kept = known.get(key);
  if (kept) return kept;
  const draft = restore(key) ?? none;
  known.set(key, draft);
  return draft;
}

export function writeDraft(key: string, draft: Draft<object>): void {
  known.set(key, draft);
  try {
    if (isDirty(draft)) sessionStorage.setItem(prefix + key, JSON.stringify(draft));
    else sessionStorage.removeItem(prefix + key);
  } catch {
    // Storage is full or refused: the draft lives as long as this page.
  }
  for (const listener of listeners) listener();
}

export function watchDrafts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What a server render knows of drafts. */
export function noDraft(): Draft<object> {
  return none;
}

function restore(key: string): Draft<object> | null {
  try {
    const text = sessionStorage.getItem(prefix + key);
    return text ? (JSON.parse(text) as Draft<object>) : null;
  } catch {
    return null;
  }
}
