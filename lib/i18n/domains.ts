import type common from "@/messages/tr/common.json";
import type landing from "@/messages/tr/landing.json";
import type shell from "@/messages/tr/shell.json";

/**
 * The panel's texts by domain, as `messages/<locale>/<domain>.json`. A new domain is a file in `tr` and `en` and its
 * lines here; from then on the compiler knows its keys. (What bots say, `bot.json`, goes by the customer's language
 * and is loaded by the agent.)
 */
export type PanelMessages = {
  common: typeof common;
  landing: typeof landing;
  shell: typeof shell;
};

export type MessageDomain = keyof PanelMessages;

/** Every domain once; a domain missing here fails to compile. */
const loaded: Record<MessageDomain, true> = {
  common: true,
  landing: true,
  shell: true,
};

export const messageDomains = Object.keys(loaded) as MessageDomain[];
