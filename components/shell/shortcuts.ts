"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

export type Shortcut = {
  /** `r`, `?`, `mod+enter`, or two in a row: `g i`. */
  keys: string;
  /** As listed under `?`. */
  label: string;
  /** Listed as working everywhere in the panel, not only on this page. */
  everywhere?: boolean;
};

type Bound = Shortcut & { run: () => void };

const sequenceMs = 900;
const bound = new Set<Bound>();
const listeners = new Set<() => void>();
let listed: readonly Shortcut[] = [];
let first: { key: string; at: number } | null = null;

/**
 * Binds keys while the component is shown, and lists them under `?`. Plain letters are silent while the reader types
 * or a dialog is open; those with `mod` work there too. Letters go by their place on the keyboard where the layout
 * is not Latin, so that Russian and Arabic keyboards work alike.
 */
export function useShortcut(
  keys: string,
  run: () => void,
  options: { label: string; everywhere?: boolean; enabled?: boolean },
): void {
  const act = useEffectEvent(run);
  const { label, everywhere, enabled = true } = options;
  useEffect(() => {
    if (!enabled) return;
    const shortcut: Bound = { keys, label, everywhere, run: () => act() };
    if (bound.size === 0) {
      window.addEventListener("keydown", noteFloating, true);
      document.addEventListener("keydown", onKeyDown);
    }
    bound.add(shortcut);
    tell();
    return () => {
      bound.delete(shortcut);
      if (bound.size === 0) {
        window.removeEventListener("keydown", noteFloating, true);
        document.removeEventListener("keydown", onKeyDown);
      }
      tell();
    };
  }, [keys, label, everywhere, enabled]);
}

/** All that is bound now, for the list under `?`. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(subscribe, () => listed, noneYet);
}

const none: readonly Shortcut[] = [];
const noneYet = () => none;

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  listed = [...bound];
  for (const listener of listeners) listener();
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  const key = keyOf(event);
  const isPlain = !key.startsWith("mod+");
  if (isPlain && (event.altKey || isBusy(event.target))) return;

  const previous = first && Date.now() - first.at < sequenceMs ? first.key : null;
  const match = (previous && findBound(`${previous} ${key}`)) || findBound(key);
  first = isPlain && !match ? { key, at: Date.now() } : null;
  if (!match) return;
  event.preventDefault();
  match.run();
}

/** The one bound last wins: a page's own key stands before the panel's. */
function findBound(keys: string): Bound | undefined {
  return [...bound].reverse().find((shortcut) => shortcut.keys === keys);
}

function keyOf(event: KeyboardEvent): string {
  const isLatinOrSign = !/^\p{L}$/u.test(event.key) || /^[a-z]$/i.test(event.key);
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const key = (isLatinOrSign || !letter ? event.key : letter).toLowerCase();
  return event.metaKey || event.ctrlKey ? `mod+${key}` : key;
}

/** What floats over the page and takes the keys while it is open, wherever the focus is. */
const floats =
  "[data-opening],[role=dialog][data-open],[role=alertdialog][data-open],[role=menu][data-open],[role=listbox][data-open]";
/** Before anything else has heard of the key: what closes on it is gone by the time the shortcuts are asked. */
let wasFloating = false;
const noteFloating = () => {
  wasFloating = document.querySelector(floats) !== null;
};

/**
 * Where letters mean something else. What is closing holds the focus until it has faded, and takes no keys any more.
 */
const takesLetters =
  "input:not([type=checkbox],[type=radio]),textarea,select," +
  ":is([role=dialog],[role=alertdialog],[role=menu],[role=listbox]):not([data-closed])";

/** Whether the focus is where letters mean something else, or on its way there. */
function isBusy(target: EventTarget | null): boolean {
  if (wasFloating) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.closest(takesLetters) !== null);
}
