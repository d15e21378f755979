import type { DoorCore, DoorRequest } from "@/lib/door";

export type Asked = { status: number; headers: Record<string, string>; text: string; body: unknown };
type Question = {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  remoteAddress?: string;
  signal?: AbortSignal;
};

/** Asks a core of the fast door as a client would; null where the path is not its own. */
export async function ask(core: DoorCore, question: Question): Promise<Asked | null> {
  const { path, method = "GET", headers = {}, body, remoteAddress = "127.0.0.1" } = question;
  const [pathname = "", search = ""] = path.split("?", 2);
  const request: DoorRequest = {
    method,
    path: pathname,
    query: new URLSearchParams(search),
    remoteAddress,
    header: (name) => headers[name.toLowerCase()],
    bytes: async () => Buffer.from(body === undefined ? "" : JSON.stringify(body)),
    signal: question.signal ?? new AbortController().signal,
  };
  const answer = await core(request);
  if (!answer) return null;
  const isStream = !(typeof answer.body === "string" || answer.body instanceof Uint8Array);
  return {
    status: answer.status,
    headers: answer.headers ?? {},
    text: isStream ? "" : Buffer.from(answer.body as string).toString("utf8"),
    body: answer.body,
  };
}
