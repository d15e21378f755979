/**
 * A part that `next/dynamic` fetches when the page stands: without a connection it comes when there is one again, and
 * does not take down the page around it. What cannot be had with a connection fails as ever.
 */
export function lasting<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return async () => {
    for (;;) {
      try {
        return await load();
      } catch (error) {
        if (navigator.onLine) throw error;
        await new Promise((resolve) => window.addEventListener("online", resolve, { once: true }));
      }
    }
  };
}
