import { type Ctx, inWorkspace, recordAudit, requirePermission } from "@/server/kernel";
import { AddIntentExamplesInput } from "../schemas";
import { requireIntent, storeExamples } from "./internal";

/**
 * Adds texts that mean an intent; they are learnt within seconds.
 *
 * @throws IntentNotFound neither the kind nor the workspace has that intent
 * @throws TeachingFull   the workspace teaches as many examples as it may
 */
export async function addIntentExamples({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: AddIntentExamplesInput;
}): Promise<void> {
  requirePermission(ctx, "intent.teach");
  const { intent, texts } = AddIntentExamplesInput.parse(input);
  await inWorkspace(ctx, async (tx) => {
    await requireIntent(tx, ctx, intent);
    const ids = await storeExamples(tx, ctx, { intent, texts });
    await recordAudit(tx, ctx, {
      action: "intent.teach",
      entity: ids[0]!,
      after: { intent, texts: ids.length },
    });
  });
}
