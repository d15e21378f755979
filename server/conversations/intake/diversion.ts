import type { Json } from "@/lib/json-fields";
import { getRuntime } from "@/server/kernel";

/** Whether an update is somebody's command rather than a customer's; then it has been kept elsewhere. */
export type Diversion = (
  channel: { workspaceId: string; channelId: string },
  update: Json,
) => Promise<boolean>;

const held = (): { divert: Diversion | null } =>
  getRuntime().keep("intake-diversion", () => ({ divert: null as Diversion | null }));

/** From now on each update is shown here first. */
export function divertUpdates(divert: Diversion): void {
  held().divert = divert;
}

export const isDiverted: Diversion = async (channel, update) =>
  (await held().divert?.(channel, update)) ?? false;
