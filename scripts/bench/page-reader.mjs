/**
 * Asks the product, one screen after another, in a process of its own: the bench holds a large workspace in memory, and
 * its garbage collections would be counted as the product's. Its parent (reader.ts) speaks to it by messages. What a
 * screen asks for at once is asked for at once.
 */
process.on("message", async ({ origin, screens, headers }) => {
  const answers = [];
  for (const addresses of screens) {
    const startedAt = performance.now();
    const statuses = await Promise.all(
      addresses.map(async (address) => {
        const answer = await fetch(`${origin}${address}`, { headers, redirect: "manual" });
        await answer.arrayBuffer();
        return answer.status;
      }),
    );
    answers.push({
      status: statuses.find((status) => status !== 200) ?? 200,
      ms: performance.now() - startedAt,
    });
  }
  process.send(answers);
});
