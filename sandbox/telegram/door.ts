import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { type ControlPorts, handleControl } from "./control";
import type { LocalTelegram, TelegramPorts } from "./telegram";

const root = "/sandbox/telegram/";
const botPath = /^(file\/)?bot([^/]+)\/(.+)$/;

/** The paths of the local Telegram; its page at `/sandbox/telegram` itself belongs to Next. */
export function telegramDoor(
  telegram: LocalTelegram,
  ports: ControlPorts & Pick<TelegramPorts, "log">,
): DoorCore {
  return (request) => {
    if (!request.path.startsWith(root)) return null;
    const rest = request.path.slice(root.length);
    const answer = route(telegram, ports, request, rest);
    return (
      answer?.catch((error: unknown) => {
        ports.log("error", "The local Telegram failed.", {
          path: rest.replace(/bot[^/]+/, "bot…"),
          error,
        });
        return json(500, { ok: false, error_code: 500, description: "Internal Server Error" });
      }) ?? null
    );
  };
}

function route(
  telegram: LocalTelegram,
  ports: ControlPorts,
  request: DoorRequest,
  rest: string,
): Promise<DoorResponse> | null {
  if (rest.startsWith("control/"))
    return handleControl(telegram, ports, request, rest.slice("control/".length));
  const match = botPath.exec(rest);
  if (!match) return null;
  const token = decode(match[2] as string);
  const last = match[3] as string;
  if (match[1]) return Promise.resolve(telegram.api.file(token, decode(last)));
  return telegram.api.handle(request, token, last);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
