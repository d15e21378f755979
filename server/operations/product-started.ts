import { z } from "zod";
import { getRuntime, inWorkspace, keyIdOf, platformScope } from "@/server/kernel";
import { defineEvent, sendEvent } from "@/server/workflows";

/** A process of the product has started; which key it serves with. */
export const productStarted = defineEvent("operations/started", 2, z.object({ keyId: z.string() }));

/** Tells of the start of a process; processes that start within one minute with one key tell it once. */
export async function tellProductStarted(): Promise<void> {
  const { clock, env } = getRuntime();
  const sender = {
    workspace: { id: platformScope },
    actor: { kind: "system", name: "operations" } as const,
  };
  const keyId = keyIdOf(env.secret);
  const key = `${clock.now().toISOString().slice(0, 16)} ${keyId}`;
  await inWorkspace(sender, (tx) => sendEvent(tx, sender, productStarted, { keyId }, { key }));
}
