/** What a form's action says: nothing yet, what is wrong and where, or that it is done. */
export type FormAnswer = {
  /** A code of the domain, and what belongs to it. */
  code?: string;
  data?: Record<string, unknown>;
  /** What is wrong with a field, by its name; a key of `auth.faults`. */
  fields?: Record<string, string>;
  isDone?: boolean;
  /** Where the mail that was sent can be read, with the local mail server. */
  mailbox?: string;
  /** Another site's page to go to, by a whole load. */
  leaveTo?: string;
  /** What was typed and is kept, a password never. */
  kept?: Record<string, string>;
};

export type FormDeed = (before: FormAnswer, form: FormData) => Promise<FormAnswer>;
