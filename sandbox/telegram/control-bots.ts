import { z } from "zod";
import { parseInput } from "./control-inputs";
import { Deed } from "./deed";
import { ControlError } from "./errors";
import { privateChat } from "./methods/message";
import { shownUser } from "./said";
import { type BotState, botUser } from "./state";
import type { LocalTelegram } from "./telegram";
import { queueKeyOf } from "./update-of";

const bot = z.string().min(1);
const BotInput = z.strictObject({ bot });
const WebhookInput = z.strictObject({ bot, isForeign: z.boolean() });
const SwitchInput = z.strictObject({ bot, isOn: z.boolean() });
const ManagedInput = z.strictObject({
  /** The bot whose button was tapped. */
  bot,
  from: z.number().int().positive(),
  name: z.string().trim().min(1).max(64),
  username: z.string().optional(),
});

/**
 * `POST revocations`, `webhooks`, `pollers`, `managers` and `managed-bots`: what BotFather, another program or a tap on
 * a "make a bot" button does to a bot; undefined for any other path.
 */
export function postToBots(telegram: LocalTelegram, rest: string, body: unknown): unknown {
  switch (rest) {
    case "revocations":
      return { token: telegram.revokeToken(telegram.getBotOrThrow(parseInput(BotInput, body).bot)) };
    case "webhooks": {
      const { bot: username, isForeign } = parseInput(WebhookInput, body);
      telegram.changeWebhook(telegram.getBotOrThrow(username), isForeign);
      return {};
    }
    case "pollers": {
      const { bot: username, isOn } = parseInput(SwitchInput, body);
      telegram.setPolledElsewhere(telegram.getBotOrThrow(username), isOn);
      return {};
    }
    case "managers": {
      const { bot: username, isOn } = parseInput(SwitchInput, body);
      setManager(telegram, telegram.getBotOrThrow(username), isOn);
      return {};
    }
    case "managed-bots": {
      const { bot: username, ...wanted } = parseInput(ManagedInput, body);
      const made = createManagedBot(telegram, telegram.getBotOrThrow(username), wanted);
      return { username: made.username };
    }
    default:
      return undefined;
  }
}

/** As BotFather's switch: the bot may make and manage others. */
export function setManager(telegram: LocalTelegram, manager: BotState, managesBots: boolean): void {
  telegram.store.commit({ t: "traits", bot: manager.id, traits: { managesBots } });
}

/**
 * Somebody makes a bot by the button of another one: it belongs to them, and the other bot is told twice, by an update
 * of its own and by a message in the chat.
 */
export function createManagedBot(
  telegram: LocalTelegram,
  manager: BotState,
  wanted: { from: number; name: string; username?: string | undefined },
): BotState {
  const { store, customers, tell } = telegram;
  const owner = customers.getUserOrThrow(wanted.from);
  if (!manager.traits.managesBots)
    throw new ControlError(
      409,
      `@${manager.username} does not manage bots. Switch it on with POST /managers.`,
    );
  const { name, username } = wanted;
  const managed = { by: manager.id, owner: owner.id };
  const made = customers.createBot({ name, ...(username && { username }), managed });
  const deed = new Deed(store);
  const user = shownUser(owner);
  const chat = manager.chats.get(owner.id);
  deed.update(
    manager,
    "managed_bot",
    { managed_bot: { user, bot: botUser(made) } },
    queueKeyOf("managed_bot", owner.id),
  );
  const message = {
    message_id: chat?.nextMessageId ?? 1,
    from: user,
    chat: privateChat(owner),
    date: Math.floor(store.clock.now() / 1000),
    managed_bot_created: { bot: botUser(made) },
  };
  deed.update(manager, "message", { message }, queueKeyOf("message", owner.id));
  deed.add({ t: "keyboard", bot: manager.id, user: owner.id, keyboard: null });
  deed.commit(tell);
  return made;
}
