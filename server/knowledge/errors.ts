import { DomainError } from "@/server/kernel";

/** No such FAQ entry in this workspace. */
export class FaqEntryNotFound extends DomainError {
  readonly code = "FAQ_ENTRY_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { faqEntryId: string }) {
    super("There is no such question.", data);
  }
}

/** Someone changed the entry after the writer read it. */
export class FaqEntryChanged extends DomainError {
  readonly code = "FAQ_ENTRY_CHANGED";
  readonly kind = "conflict";
  constructor(data: { faqEntryId: string; version: number }) {
    super("Someone else changed this question meanwhile. Look at it again before saving.", data);
  }
}

/** An entry of this language asks the same already. */
export class FaqQuestionTaken extends DomainError {
  readonly code = "FAQ_QUESTION_TAKEN";
  readonly kind = "conflict";
  constructor(data: { faqEntryId: string }) {
    super("This question stands in the list already.", data);
  }
}

/** The workspace holds as many entries as it may. */
export class FaqFull extends DomainError {
  readonly code = "FAQ_FULL";
  readonly kind = "limited";
  constructor(data: { max: number }) {
    super(`There are ${data.max} questions already. Remove some first.`, data);
  }
}

/** A fact is not written as its kind asks. */
export class FactInvalid extends DomainError {
  readonly code = "FACT_INVALID";
  readonly kind = "invalid";
  constructor(data: { key: string; expected: string }) {
    super(`${data.key} must be written as ${data.expected}.`, data);
  }
}

/** The workspace states as many facts of its own naming as it may. */
export class FactsFull extends DomainError {
  readonly code = "FACTS_FULL";
  readonly kind = "limited";
  constructor(data: { max: number }) {
    super(`There are ${data.max} facts already. Take some away first.`, data);
  }
}

/** No such group of words in this workspace. */
export class SynonymGroupNotFound extends DomainError {
  readonly code = "SYNONYM_GROUP_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { synonymGroupId: string }) {
    super("There is no such group of words.", data);
  }
}

/** A word stands in another group already. */
export class SynonymTaken extends DomainError {
  readonly code = "SYNONYM_TAKEN";
  readonly kind = "conflict";
  constructor(data: { word: string; words: string }) {
    super(`“${data.word}” stands with ${data.words} already.`, data);
  }
}

/** Not a word that may stand for a thing: several words, or one that says only how something is asked. */
export class SynonymUnfit extends DomainError {
  readonly code = "SYNONYM_UNFIT";
  readonly kind = "invalid";
  constructor(data: { word: string }) {
    super("A group needs two or more single words that stand for a thing.", data);
  }
}

/** The workspace holds as many groups as it may. */
export class SynonymsFull extends DomainError {
  readonly code = "SYNONYMS_FULL";
  readonly kind = "limited";
  constructor(data: { max: number }) {
    super(`There are ${data.max} groups of words already. Remove some first.`, data);
  }
}

/** Entries that cannot become one. */
export class FaqMergeUnfit extends DomainError {
  readonly code = "FAQ_MERGE_UNFIT";
  readonly kind = "invalid";
  constructor(data: { why: "language" | "questions"; max?: number }) {
    super(
      data.why === "language"
        ? "Only questions of one language become one."
        : `One entry has at most ${data.max} other questions.`,
      data,
    );
  }
}
