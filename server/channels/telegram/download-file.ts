import { BotApiRefusal, type BotApiTarget, BotApiUnreachable } from "./bot-api";

/** The file is larger than what was allowed; nothing of it is kept. */
export class BotFileTooLarge extends Error {
  override readonly name = "BotFileTooLarge";
}

/**
 * Downloads what `getFile` has named.
 *
 * @param path `file_path` of the answer
 * @throws BotFileTooLarge   more than `maxBytes`
 * @throws BotApiRefusal     the platform refused
 * @throws BotApiUnreachable no or half an answer
 */
export async function downloadBotFile(
  target: BotApiTarget,
  path: string,
  limits: { maxBytes: number; timeoutMs: number },
): Promise<Buffer> {
  const address = `${target.apiRoot}/file/bot${target.token}/${path.split("/").map(encodeURIComponent).join("/")}`;
  let response: Response;
  try {
    response = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(limits.timeoutMs) });
  } catch {
    // The cause is left out: it may name the address, and with it the token.
    throw new BotApiUnreachable("download", "no connection", false);
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new BotApiRefusal("download", response.status, "The file was refused.");
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > limits.maxBytes) throw new BotFileTooLarge(`more than ${limits.maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BotFileTooLarge) throw error;
    throw new BotApiUnreachable("download", "cut off", false);
  }
  return Buffer.concat(chunks);
}
