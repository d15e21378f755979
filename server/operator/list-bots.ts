import { type OperatorCtx, requirePermission } from "@/server/kernel";
import { measureBots } from "./measure";
import type { BotUsage } from "./schemas";

/** Every connected bot, those in trouble first, then those that wait longest, then by name. */
export async function listBots({ ctx }: { ctx: OperatorCtx }): Promise<BotUsage[]> {
  requirePermission(ctx, "platform.read");
  const isTroubled = ({ state, trouble }: BotUsage) => Number(state === "broken" || trouble !== null);
  return (await measureBots(ctx)).toSorted(
    (one, other) =>
      isTroubled(other) - isTroubled(one) ||
      (other.lagS ?? -1) - (one.lagS ?? -1) ||
      one.username.localeCompare(other.username),
  );
}
