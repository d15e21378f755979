import { DomainError } from "@/server/kernel";

/** No such note in this workspace, or a colleague's that one may not change. */
export class NoteNotFound extends DomainError {
  readonly code = "NOTE_NOT_FOUND";
  readonly kind = "not_found";
  constructor(noteId: string) {
    super("There is no such note among those you may change.", { noteId });
  }
}

/** Somebody is called who is not of the team any more, or only reads. */
export class MentionInvalid extends DomainError {
  readonly code = "MENTION_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("One of those you mention is not in the team any more. Take the mention out and save again.");
  }
}

/** The id of the note belongs to another one. */
export class NoteIdTaken extends DomainError {
  readonly code = "NOTE_ID_TAKEN";
  readonly kind = "conflict";
  constructor() {
    super("This note id is in use. Save again.");
  }
}
