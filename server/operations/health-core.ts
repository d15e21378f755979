import { type DoorCore, json } from "@/lib/door";
import { readHealth } from "./read-health";

/** `GET /api/health`: 200 when ready to serve, 503 with the reason when not. */
export const healthCore: DoorCore = (request) => (request.path === "/api/health" ? answerHealth() : null);

async function answerHealth() {
  const { isReady, reasons, version, uptimeS, database, dispatcher, mail, backup, storage, isSandboxOn } =
    await readHealth();
  return json(
    isReady ? 200 : 503,
    {
      status: isReady ? "ok" : "unavailable",
      version,
      uptimeS,
      database,
      dispatcher,
      mail,
      backup,
      storage,
      sandbox: isSandboxOn ? "on" : "off",
      ...(isReady ? {} : { reason: reasons.join(" ") }),
    },
    { "cache-control": "no-store" },
  );
}
