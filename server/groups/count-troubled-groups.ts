import type { Ctx } from "@/server/kernel";
import { listGroups } from "./list-groups";
import { isTroubled } from "./rules";

/** In how many groups a bot has lost its place, its rights or its voice. */
export async function countTroubledGroups({ ctx }: { ctx: Ctx }): Promise<number> {
  return (await listGroups({ ctx })).filter(({ health }) => isTroubled(health)).length;
}
