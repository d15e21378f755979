"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useLive } from "./use-live";

/** The first change is shown at once; of a flood, as much as a glance takes in. */
const restMs = 1_000;

/** Fetches a query again when something of these topics changes, one request at a time and none passed over. */
export function useFresh(topics: readonly string[], queryKey: QueryKey): void {
  const cache = useQueryClient();
  const state = useRef<"quiet" | "busy" | "due">("quiet");

  async function refreshUntilQuiet() {
    do {
      state.current = "busy";
      await Promise.all([
        cache.invalidateQueries({ queryKey }),
        new Promise((resolve) => setTimeout(resolve, restMs)),
      ]);
    } while (isDue());
    state.current = "quiet";
  }
  const isDue = () => state.current === "due";

  useLive(topics, () => {
    if (state.current === "quiet") void refreshUntilQuiet();
    else state.current = "due";
  });
}
