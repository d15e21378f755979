import type { useRouter } from "next/navigation";

/** A refresh that finds no server would leave the page for the browser's own error, and what is being written with it. */
export async function refreshWhenServing(router: ReturnType<typeof useRouter>): Promise<void> {
  const isServing = await fetch("/api/health").then(
    ({ ok }) => ok,
    () => false,
  );
  if (isServing) router.refresh();
}
