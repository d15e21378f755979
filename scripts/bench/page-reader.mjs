/**
 * Asks for pages, one after another, in a process of its own: the bench holds a large workspace in memory, and its
 * garbage collections would be counted as the product's. Its parent (pages.ts) speaks to it by messages.
 */
process.on("message", async ({ origin, addresses, cookie }) => {
  const answers = [];
  for (const address of addresses) {
    const startedAt = performance.now();
    const answer = await fetch(`${origin}${address}`, { headers: { cookie }, redirect: "manual" });
    await answer.arrayBuffer();
    answers.push({ status: answer.status, ms: performance.now() - startedAt });
  }
  process.send(answers);
});
