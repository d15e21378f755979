import { useEffect, useState } from "react";

/** Whether something has been so for a while: what is over before a reader would notice need not be said. */
export function useLasting(isTrue: boolean, forMs: number): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    if (!isTrue) return setLasting(false);
    const timer = setTimeout(() => setLasting(true), forMs);
    return () => clearTimeout(timer);
  }, [isTrue, forMs]);
  return isLasting;
}
