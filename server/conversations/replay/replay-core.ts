import { z } from "zod";
import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { getRuntime, isSameSecret } from "@/server/kernel";
import { findReplayTarget } from "./find-replay-target";
import { readReplay } from "./read-replay";

const prefix = "/sandbox/replay/";
const maxBodyBytes = 64_000;

const TargetInput = z.object({ bot: z.string().min(1).max(100).optional() });
const OutcomesInput = z.object({
  bot: z.string().min(1).max(100),
  updateIds: z.array(z.number().int()).max(1_000),
});

/**
 * What `npm run replay` asks beside the webhook's door, while the sandbox is on and with its control token: where a
 * local bot's webhook is (`POST target`), and what became of updates (`POST outcomes`). Bots of the real Telegram are
 * not told.
 */
export function createReplayCore(controlToken: string): DoorCore {
  return (request) => {
    if (!request.path.startsWith(prefix) || !getRuntime().env.isSandboxOn) return null;
    return answer(request, controlToken, request.path.slice(prefix.length));
  };
}

async function answer(request: DoorRequest, controlToken: string, call: string): Promise<DoorResponse> {
  const token = request.header("authorization")?.replace(/^Bearer /, "");
  if (token === undefined || !isSameSecret(token, controlToken)) {
    return json(401, {
      error: "Send Authorization: Bearer <controlToken>; GET /sandbox/demo tells it to this machine.",
    });
  }
  if (request.method !== "POST") return json(405, { error: "Only POST." }, { allow: "POST" });
  const body = await readJson(request);
  const headers = { "cache-control": "no-store" };
  if (call === "target") {
    const input = TargetInput.safeParse(body);
    const target = input.success ? await findReplayTarget(input.data) : null;
    if (!target) return noSuchBot;
    const { path, secret, bot } = target;
    return json(200, { path, secret, bot, now: getRuntime().clock.now().toISOString() }, headers);
  }
  if (call === "outcomes") {
    const input = OutcomesInput.safeParse(body);
    if (!input.success) return json(400, { error: "Send {bot, updateIds}, at most 1,000 of them." });
    const target = await findReplayTarget(input.data);
    return target
      ? json(200, { outcomes: await readReplay(target, input.data.updateIds) }, headers)
      : noSuchBot;
  }
  return json(404, { error: "There are target and outcomes." });
}

const noSuchBot = json(404, { error: "There is no such bot of the local Telegram." });

async function readJson(request: DoorRequest): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await request.bytes(maxBodyBytes)));
  } catch {
    return null;
  }
}
