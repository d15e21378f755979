import { DomainError } from "@/server/kernel";

/** No such embed in this workspace. */
export class EmbedNotFound extends DomainError {
  readonly code = "EMBED_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { embedId: string }) {
    super("There is no such embed.", data);
  }
}

/** The workspace shows as many as it may. */
export class EmbedsFull extends DomainError {
  readonly code = "EMBEDS_FULL";
  readonly kind = "conflict";
  constructor(data: { limit: number }) {
    super(`A workspace shows ${data.limit} embeds at most: revoke one that is not needed any more.`, data);
  }
}

/** The reader has no proved address and no linked Telegram account. */
export class NowhereToSend extends DomainError {
  readonly code = "NOWHERE_TO_SEND";
  readonly kind = "conflict";
  constructor() {
    super(
      "There is nowhere to send it. Add an address to your account, or link your Telegram account to a bot.",
    );
  }
}
