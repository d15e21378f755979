"use client";

import { useSearchParams } from "next/navigation";

/** What is to stand in the address: of nothing, or an empty text, no more than the name goes. What is not named stays. */
type AddressChanges = Readonly<Record<string, string | null | readonly string[]>>;

/**
 * The view as the address bar says it, and how the view changes it: without asking the server for the page again. A link to
 * a view is a view.
 */
export function useAddress() {
  return { params: useSearchParams(), write: writeAddress };
}

/** @param isStep whether it is one to go back from: opening something is; closing it is not another one */
function writeAddress(changes: AddressChanges, isStep = false): void {
  showQuery(changeQuery(window.location.search, changes), isStep);
}

/** Puts a query (`?…`, or nothing) in the place of the one that the address has. */
export function showQuery(query: string, isStep: boolean): void {
  const address = `${window.location.pathname}${query}`;
  if (isStep) window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}

/** The query with these changes, `?` before it; nothing where nothing is left. */
export function changeQuery(query: string, changes: AddressChanges): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const each of [value].flat()) if (each) next.append(name, each);
  }
  return next.size > 0 ? `?${next}` : "";
}
