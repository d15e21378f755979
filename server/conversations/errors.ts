import { DomainError } from "@/server/kernel";
import type { ConversationStatus, MemberRef } from "./schemas";

/** No such conversation in this workspace. */
export class ConversationNotFound extends DomainError {
  readonly code = "CONVERSATION_NOT_FOUND";
  readonly kind = "not_found";
  constructor(conversationId: string) {
    super("There is no such conversation.", { conversationId });
  }
}

/** Its state does not allow what was asked, e.g. closing what is closed. */
export class ConversationStateInvalid extends DomainError {
  readonly code = "CONVERSATION_STATE_INVALID";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; status: ConversationStatus; wanted: string }) {
    super(`A conversation that is ${data.status} cannot be ${data.wanted}.`, data);
  }
}

/** A colleague has it; `data.assignee` says who. */
export class ConversationTaken extends DomainError {
  readonly code = "CONVERSATION_TAKEN";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; assignee: MemberRef | null; version: number }) {
    super(`${data.assignee?.name ?? "Someone else"} has this conversation.`, data);
  }
}

/** Someone answered since what the writer saw; `data.answer` is what they wrote. Nothing was sent. */
export class ConversationChanged extends DomainError {
  readonly code = "CONVERSATION_CHANGED";
  readonly kind = "conflict";
  constructor(data: {
    conversationId: string;
    lastSeq: number;
    answer: { author: "agent" | "member"; memberName: string | null; text: string; sentAt: string };
  }) {
    super("Someone answered meanwhile. Nothing was sent.", data);
  }
}

/** The customer wrote since what the member saw; it was not closed. */
export class ConversationUnread extends DomainError {
  readonly code = "CONVERSATION_UNREAD";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; lastSeq: number }) {
    super("The customer has just written. The conversation stays open.", data);
  }
}

/** The customer has a newer conversation on this channel; this one is history. */
export class ConversationSuperseded extends DomainError {
  readonly code = "CONVERSATION_SUPERSEDED";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; newerConversationId: string }) {
    super("This customer has a newer conversation; go on there.", data);
  }
}

/** The bot behind the conversation is no longer connected. */
export class ChannelNotConnected extends DomainError {
  readonly code = "CHANNEL_NOT_CONNECTED";
  readonly kind = "conflict";
  constructor(data: { conversationId: string; channelId: string }) {
    super("The bot of this conversation is not connected any more.", data);
  }
}

/** Nothing a reader could see: empty, blank or zero-width characters only. */
export class TextEmpty extends DomainError {
  readonly code = "TEXT_EMPTY";
  readonly kind = "invalid";
  constructor() {
    super("Write something first: the text has nothing a reader could see.");
  }
}

/** More than the platform takes in one message. */
export class TextTooLong extends DomainError {
  readonly code = "TEXT_TOO_LONG";
  readonly kind = "invalid";
  constructor(data: { length: number; max: number }) {
    super(`The text has ${data.length} characters; a message takes ${data.max}.`, data);
  }
}

/** The id of the reply belongs to another message. */
export class MessageIdTaken extends DomainError {
  readonly code = "MESSAGE_ID_TAKEN";
  readonly kind = "conflict";
  constructor() {
    super("This message id is in use. Send again.");
  }
}

/** The cursor was not made here. */
export class CursorInvalid extends DomainError {
  readonly code = "CURSOR_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("The cursor is not one of ours; start from the first page.");
  }
}
