import type { useRouter } from "next/navigation";

/**
 * For what nobody asked for: where a proxy answers in place of a server that is being started, the browser would leave
 * the page for that answer, and what is being written with it. (No answer at all is waited for: `useOffline` in
 * next.config.mjs.)
 */
export async function refreshWhenServing(router: ReturnType<typeof useRouter>): Promise<void> {
  const isServing = await fetch("/api/health").then(
    ({ ok }) => ok,
    () => false,
  );
  if (isServing) router.refresh();
}
