import type { ChannelProfile } from "@/db/schema";
import ar from "@/messages/ar/bot-profile.json";
import en from "@/messages/en/bot-profile.json";
import ru from "@/messages/ru/bot-profile.json";
import tr from "@/messages/tr/bot-profile.json";
import type { BotTexts, TextLanguage } from "../schemas";
import { type BotApiTarget, callBotApi } from "./bot-api";

const sources = { tr, en, ru, ar };

/**
 * What a bot of a workspace of this kind says of itself until its owner writes something else: four languages, and one
 * for every other reader.
 */
export function usualTexts(kind: keyof typeof tr.kinds, defaultLanguage: string): Required<ChannelProfile> {
  const textsOf = (language: keyof typeof sources) => toTexts(sources[language], kind);
  const fallback = defaultLanguage in sources ? (defaultLanguage as keyof typeof sources) : "en";
  return {
    default: textsOf(fallback),
    tr: textsOf("tr"),
    en: textsOf("en"),
    ru: textsOf("ru"),
    ar: textsOf("ar"),
  };
}

function toTexts(source: (typeof sources)[keyof typeof sources], kind: keyof typeof tr.kinds): BotTexts {
  return {
    ...source.kinds[kind],
    commands: Object.entries(source.commands).map(([command, description]) => ({ command, description })),
  };
}

/**
 * Sends what differs from what was sent before (the platform limits these calls to a few an hour) and returns what
 * stands there now. A language whose call failed keeps its old entry, so that the next time tries it again.
 */
export async function sendBotTexts(
  target: BotApiTarget,
  before: ChannelProfile,
  wanted: ChannelProfile,
): Promise<{ profile: ChannelProfile; failures: unknown[] }> {
  const profile: ChannelProfile = { ...before };
  const failures: unknown[] = [];
  await Promise.all(
    (Object.entries(wanted) as [TextLanguage, BotTexts][]).map(async ([language, texts]) => {
      try {
        await sendLanguage(target, language, before[language], texts);
        profile[language] = texts;
      } catch (error) {
        failures.push(error);
      }
    }),
  );
  return { profile, failures };
}

async function sendLanguage(
  target: BotApiTarget,
  language: TextLanguage,
  before: BotTexts | undefined,
  texts: BotTexts,
): Promise<void> {
  const inLanguage = language === "default" ? {} : { language_code: language };
  if (before?.description !== texts.description) {
    await callBotApi(target, "setMyDescription", { description: texts.description, ...inLanguage });
  }
  if (before?.shortDescription !== texts.shortDescription) {
    await callBotApi(target, "setMyShortDescription", {
      short_description: texts.shortDescription,
      ...inLanguage,
    });
  }
  if (JSON.stringify(before?.commands) !== JSON.stringify(texts.commands)) {
    await callBotApi(target, "setMyCommands", { commands: texts.commands, ...inLanguage });
  }
}
