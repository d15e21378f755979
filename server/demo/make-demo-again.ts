import { type Ctx, getRuntime, requirePermission } from "@/server/kernel";
import { keepCleared, readCleared } from "./cleared";
import { getDemoProgress } from "./get-demo-progress";
import { type DemoProgress, MakeDemoInput } from "./schemas";

/** Parts of the demo that were cleared are made once more, from now on ninety days back. */
export async function makeDemoAgain({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: MakeDemoInput;
}): Promise<DemoProgress> {
  requirePermission(ctx, "demo.make");
  const { slugs } = MakeDemoInput.parse(input);
  keepCleared(new Set([...readCleared()].filter((slug) => !slugs.includes(slug))));
  getRuntime().wake("demo");
  return getDemoProgress();
}
