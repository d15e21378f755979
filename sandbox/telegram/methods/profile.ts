import type { BotCommand, MenuButton } from "@grammyjs/types";
import { badRequest } from "../errors";
import { isUpload } from "../parameters/check";
import type { LimitedProfileMethod } from "../profile-limiter";
import type { Profile } from "../records";
import { getPrivateChatOrThrow, type MethodCall, type Outcome } from "./outcome";

export function setMyCommands(call: MethodCall): Outcome {
  // A leading slash is allowed in the call and left out of what is kept.
  const commands = (call.params.commands as BotCommand[]).map(({ command, description }) => ({
    command: command.replace(/^\//, ""),
    description,
  }));
  return change(call, "setMyCommands", "commands", commandsKey(call), commands);
}

export function getMyCommands(call: MethodCall): Outcome {
  return { result: call.bot.profile.commands[commandsKey(call)] ?? [] };
}

export function deleteMyCommands(call: MethodCall): Outcome {
  return set(call, "commands", commandsKey(call), []);
}

export const setMyName = setText("name");
export const getMyName = (call: MethodCall): Outcome => ({
  result: { name: textOf(call, "name") || call.bot.name },
});
export const setMyDescription = setText("description");
export const getMyDescription = getText("description");
export const setMyShortDescription = setText("short_description");
export const getMyShortDescription = getText("short_description");

export function setChatMenuButton(call: MethodCall): Outcome {
  const button = (call.params.menu_button as MenuButton | undefined) ?? { type: "default" };
  return set(call, "menu_button", menuKey(call), button);
}

export function getChatMenuButton(call: MethodCall): Outcome {
  const own = call.bot.profile.menu_button[menuKey(call)];
  const fallback: MenuButton = { type: "commands" };
  const common = call.bot.profile.menu_button[""];
  const chosen =
    own && own.type !== "default" ? own : common && common.type !== "default" ? common : fallback;
  return { result: chosen };
}

function setText(field: "name" | "description" | "short_description") {
  return (call: MethodCall): Outcome =>
    change(
      call,
      textMethods[field],
      field,
      languageOf(call),
      (call.params[field] as string | undefined) ?? "",
    );
}

const textMethods = {
  name: "setMyName",
  description: "setMyDescription",
  short_description: "setMyShortDescription",
} as const;

/** A change that the platform counts; saying what stands already is none. */
function change(
  call: MethodCall,
  method: LimitedProfileMethod,
  field: keyof Profile,
  key: string,
  value: unknown,
): Outcome {
  const stands = call.bot.profile[field][key];
  const isSame = JSON.stringify(stands ?? emptyOf(field)) === JSON.stringify(value);
  if (!isSame) call.profileLimiter.take({ bot: call.bot.id, method, nowMs: call.nowMs });
  return set(call, field, key, value);
}

const emptyOf = (field: keyof Profile): unknown => (field === "commands" ? [] : "");

export function setMyProfilePhoto(call: MethodCall): Outcome {
  const { photo: upload } = call.params.photo as { photo: unknown };
  const added = isUpload(upload)
    ? call.store.files.addPhoto(call.bot.id, { bytes: upload.bytes }, call.store.state.nextFile)
    : null;
  if (!added) throw badRequest("IMAGE_PROCESS_FAILED");
  call.profileLimiter.take({ bot: call.bot.id, method: "setMyProfilePhoto", nowMs: call.nowMs });
  const traits = { photo: added.file.unique };
  return { result: true, records: [...added.records, { t: "traits", bot: call.bot.id, traits }] };
}

export function removeMyProfilePhoto(call: MethodCall): Outcome {
  if (call.bot.traits.photo === null) return { result: true };
  return { result: true, records: [{ t: "traits", bot: call.bot.id, traits: { photo: null } }] };
}

function getText(field: "description" | "short_description") {
  return (call: MethodCall): Outcome => ({ result: { [field]: textOf(call, field) } });
}

/** The text in the asked language, else the one for all other languages. */
function textOf(call: MethodCall, field: "name" | "description" | "short_description"): string {
  const texts = call.bot.profile[field];
  return texts[languageOf(call)] || texts[""] || "";
}

function set(call: MethodCall, field: keyof Profile, key: string, value: unknown): Outcome {
  return { result: true, records: [{ t: "profile", bot: call.bot.id, field, key, value }] };
}

function languageOf(call: MethodCall): string {
  return (call.params.language_code as string | undefined) ?? "";
}

function commandsKey(call: MethodCall): string {
  const scope = (call.params.scope as Record<string, unknown> | undefined) ?? { type: "default" };
  return [scope.type, scope.chat_id, scope.user_id, languageOf(call)].join("|");
}

function menuKey(call: MethodCall): string {
  if (call.params.chat_id === undefined) return "";
  return String(getPrivateChatOrThrow(call).user);
}
