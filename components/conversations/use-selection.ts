"use client";

import { useCallback, useMemo, useState } from "react";

/** As many as one change takes. */
export const maxSelected = 100;

/**
 * What is selected of a list, one by one or from the last one pressed to this one. What leaves the list leaves the
 * selection with it, so that nothing is changed that cannot be seen.
 */
export function useSelection(ids: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const selected = useMemo(() => ids.filter((id) => chosen.has(id)).slice(0, maxSelected), [ids, chosen]);

  const toggle = useCallback(
    (id: string, isRange: boolean) => {
      setChosen((held) => toggled({ ids, held, anchor, id, isRange }));
      setAnchor(id);
    },
    [ids, anchor],
  );
  const clear = useCallback(() => setChosen(new Set()), []);
  const selectAll = useCallback(() => setChosen(new Set(ids.slice(0, maxSelected))), [ids]);
  return { selected, toggle, clear, selectAll, has: (id: string) => chosen.has(id) };
}

/** The selection after a press on `id`: turned over, or with `isRange` all from the last pressed one to it added. */
export function toggled(input: {
  ids: readonly string[];
  held: ReadonlySet<string>;
  anchor: string | null;
  id: string;
  isRange: boolean;
}): ReadonlySet<string> {
  const { ids, held, anchor, id, isRange } = input;
  const next = new Set(held);
  const from = anchor === null ? -1 : ids.indexOf(anchor);
  const to = ids.indexOf(id);
  if (isRange && from >= 0 && to >= 0) {
    for (const one of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
  } else if (!next.delete(id)) next.add(id);
  return next;
}
