import { type DoorCore, json } from "@/lib/door";
import { getRuntime } from "@/server/kernel";

/**
 * `GET /sandbox/runtime`, while the sandbox is on: how many pools, loops and LISTEN connections this process has. The
 * test of "one runtime in one process" reads it.
 */
export const runtimeCore: DoorCore = (request) => {
  if (request.path !== "/sandbox/runtime" || !getRuntime().env.isSandboxOn) return null;
  return Promise.resolve(json(200, getRuntime().describe()));
};
