import { type ProfileField, type ProfileLanguage, profileLanguages } from "../rules";
import type { BotProfile } from "../schemas";
import { type BotApiTarget, callBotApi } from "../telegram/bot-api";

type There = NonNullable<BotProfile["there"]>[ProfileLanguage];
export type TextField = Exclude<ProfileField, "photo">;

const timeoutMs = 6_000;
const inLanguage = (language: ProfileLanguage) => (language === "default" ? {} : { language_code: language });

/** What one field says at the platform now. */
export async function readField(
  target: BotApiTarget,
  field: TextField,
  language: ProfileLanguage,
): Promise<There[TextField]> {
  const options = { timeoutMs };
  const params = inLanguage(language);
  switch (field) {
    case "name":
      return (await callBotApi(target, "getMyName", params, options)).name;
    case "description":
      return (await callBotApi(target, "getMyDescription", params, options)).description;
    case "short_description":
      return (await callBotApi(target, "getMyShortDescription", params, options)).short_description;
    case "commands":
      return callBotApi(target, "getMyCommands", params, options);
  }
}

/** Everything that the bot says of itself, in every language. */
export async function readThere(target: BotApiTarget): Promise<NonNullable<BotProfile["there"]>> {
  const entries = await Promise.all(
    profileLanguages.map(async (language) => {
      const [name, description, short_description, commands] = await Promise.all([
        readField(target, "name", language),
        readField(target, "description", language),
        readField(target, "short_description", language),
        readField(target, "commands", language),
      ]);
      return [language, { name, description, short_description, commands }] as [ProfileLanguage, There];
    }),
  );
  return Object.fromEntries(entries) as NonNullable<BotProfile["there"]>;
}
