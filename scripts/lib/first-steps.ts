/** What `GET /sandbox/demo` tells to this machine. */
type Demo = {
  bot: { username: string };
  customer: { shopOrder: { number: string } };
  signIns: { role: string; url: string }[];
};

/**
 * What to try first, in lines: the demo's sign-in and phone with the sandbox, the sign-in page without.
 *
 * @param token the control token of the sandbox, or null when it is off
 */
export async function describeFirstSteps(input: {
  origin: string;
  port: number;
  token: string | null;
}): Promise<string[]> {
  const { origin, port, token } = input;
  if (token === null) return [`Sign in at ${origin}`];
  const demo = await readDemo(port);
  const owner = demo?.signIns.find(({ role }) => role === "owner") ?? demo?.signIns[0];
  return [
    "Try this first:",
    `  1. Sign in to the demo shop as its owner   ${owner?.url ?? origin}`,
    `  2. Open the local phone                    ${origin}/sandbox/telegram`,
    `  3. Write to @${demo?.bot.username ?? "the bot"}: "${demo?.customer.shopOrder.number ?? "1001"} nerede?" and see the answer,`,
    "     then ask something it cannot know and reply from the inbox",
    "",
    `Token for scripts (sandbox/README.md): ${token}`,
  ];
}

async function readDemo(port: number): Promise<Demo | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/sandbox/demo`, {
      signal: AbortSignal.timeout(3_000),
    });
    return response.ok ? ((await response.json()) as Demo) : null;
  } catch {
    // The first steps can be told without it.
    return null;
  }
}
