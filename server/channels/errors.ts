import { DomainError } from "@/server/kernel";

/** No such bot in this workspace. */
export class ChannelNotFound extends DomainError {
  readonly code = "CHANNEL_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such bot in this workspace.");
  }
}

/** The platform does not know this token. */
export class BotTokenRejected extends DomainError {
  readonly code = "BOT_TOKEN_REJECTED";
  readonly kind = "invalid";
  constructor() {
    super("Telegram does not accept this token. Copy it again from BotFather.");
  }
}

/** One bot speaks for one workspace. `data.isHere`: it is this one's already. */
export class BotAlreadyConnected extends DomainError {
  readonly code = "BOT_ALREADY_CONNECTED";
  readonly kind = "conflict";
  constructor(data: { username: string; isHere: boolean }) {
    super(
      data.isHere
        ? `@${data.username} is connected here already.`
        : `@${data.username} is connected to another workspace. Disconnect it there first.`,
      data,
    );
  }
}

/** The token is right, and another bot's. */
export class BotIsAnother extends DomainError {
  readonly code = "BOT_IS_ANOTHER";
  readonly kind = "conflict";
  constructor(data: { username: string; expected: string }) {
    super(`This is the token of @${data.username}, not of @${data.expected}.`, data);
  }
}

/** The server named is not one this installation may call. */
export class ApiRootNotAllowed extends DomainError {
  readonly code = "API_ROOT_NOT_ALLOWED";
  readonly kind = "invalid";
  constructor(apiRoot: string) {
    super("Bots are served by Telegram itself here; a server of one's own needs the sandbox.", { apiRoot });
  }
}

/** Telegram does not answer; nothing was changed. */
export class TelegramUnavailable extends DomainError {
  readonly code = "TELEGRAM_UNAVAILABLE";
  readonly kind = "unavailable";
  constructor(cause: unknown) {
    super("Telegram does not answer. Nothing was changed; try again in a moment.", {}, { cause });
  }
}

/** The bot's state does not allow it, or someone else changed it meanwhile. */
export class ChannelChanged extends DomainError {
  readonly code = "CHANNEL_CHANGED";
  readonly kind = "conflict";
  constructor(data: { channelId: string; state: string }) {
    super("The bot was changed meanwhile. Look again.", data);
  }
}

/** The token was revoked, and only BotFather can give another one. */
export class ChannelTokenNeeded extends DomainError {
  readonly code = "CHANNEL_TOKEN_NEEDED";
  readonly kind = "conflict";
  constructor(username: string) {
    super(`The token of @${username} was revoked. Paste the new one that BotFather gives.`, { username });
  }
}

/** The platform has no bot of its own that could make others. */
export class ManagedBotsOff extends DomainError {
  readonly code = "MANAGED_BOTS_OFF";
  readonly kind = "conflict";
  constructor() {
    super("This installation has no bot that makes others. Connect a bot by its token.");
  }
}

/** No such wish for a bot in this workspace. */
export class ManagedRequestNotFound extends DomainError {
  readonly code = "MANAGED_REQUEST_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such wish for a bot in this workspace.");
  }
}
