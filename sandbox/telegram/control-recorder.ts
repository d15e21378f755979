import { z } from "zod";
import { parseInput } from "./control-inputs";
import { replay } from "./replay";
import type { LocalTelegram } from "./telegram";

const bot = z.string().min(1);
const StartInput = z.strictObject({ bot, name: z.string().min(1) });
const ReplayInput = z
  .strictObject({ bot, name: z.string().min(1).optional(), jsonl: z.string().optional() })
  .refine(({ name, jsonl }) => (name === undefined) !== (jsonl === undefined), "give either a name or jsonl");

const path = /^recordings\/([^/]+)\/(stop|delete)$/;

/** `POST recordings`, `recordings/<name>/stop`, `recordings/<name>/delete` and `replays`; undefined for any other path. */
export function postToRecorder(telegram: LocalTelegram, rest: string, body: unknown): unknown {
  const { recorder } = telegram;
  if (rest === "recordings") {
    const { bot: username, name } = parseInput(StartInput, body);
    recorder.start(name, telegram.getBotOrThrow(username));
    return { name };
  }
  if (rest === "replays") {
    const { bot: username, name, jsonl } = parseInput(ReplayInput, body);
    const text = jsonl ?? recorder.read(name ?? "");
    return replay(telegram.store, telegram.tell, telegram.getBotOrThrow(username), text);
  }
  const [, name, act] = path.exec(rest) ?? [];
  if (name === undefined) return undefined;
  if (act === "stop") return recorder.stop(name);
  recorder.delete(name);
  return {};
}
