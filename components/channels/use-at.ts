import { useEffect, useEffectEvent } from "react";

/** Does something once, when a moment has come; nothing while there is none. */
export function useAt(moment: string | undefined, act: () => void): void {
  const run = useEffectEvent(act);
  useEffect(() => {
    if (!moment) return;
    const timer = setTimeout(() => run(), Date.parse(moment) - Date.now());
    return () => clearTimeout(timer);
  }, [moment]);
}
