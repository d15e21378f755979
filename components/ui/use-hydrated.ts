import { useSyncExternalStore } from "react";

/**
 * Whether the page has taken over what the server drew. Parts of a page do so one after the other, and what an earlier one
 * keeps fresh may have changed by then: a later one must begin with what the server knew of it.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(never, yes, no);
}

const never = () => () => {};
const yes = () => true;
const no = () => false;
