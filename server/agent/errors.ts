import { DomainError } from "@/server/kernel";

/** No such agent run in this workspace. */
export class AgentRunNotFound extends DomainError {
  readonly code = "AGENT_RUN_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { agentRunId: string }) {
    super("There is no such run of the agent.", data);
  }
}

/** The run read no words: there is nothing to correct. */
export class RunWithoutText extends DomainError {
  readonly code = "RUN_WITHOUT_TEXT";
  readonly kind = "conflict";
  constructor(data: { agentRunId: string }) {
    super("The customer wrote nothing there that could be learnt.", data);
  }
}

/** The workspace's kind has no such intent, and it has none of its own of that name. */
export class IntentNotFound extends DomainError {
  readonly code = "INTENT_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { intent: string }) {
    super("There is no such intent here.", data);
  }
}

/** No such example in this workspace. */
export class IntentExampleNotFound extends DomainError {
  readonly code = "INTENT_EXAMPLE_NOT_FOUND";
  readonly kind = "not_found";
  constructor(data: { intentExampleId: string }) {
    super("There is no such example.", data);
  }
}

/** An intent of the workspace's own has this name. */
export class OwnIntentTaken extends DomainError {
  readonly code = "OWN_INTENT_TAKEN";
  readonly kind = "conflict";
  constructor(data: { name: string }) {
    super("An intent of this name stands already.", data);
  }
}

/** The workspace has as many intents or examples of its own as it may. */
export class TeachingFull extends DomainError {
  readonly code = "TEACHING_FULL";
  readonly kind = "conflict";
  constructor(data: { most: number }) {
    super(`There may be at most ${data.most}. Delete some that are no longer needed.`, data);
  }
}

/** Nothing has been learnt that could be undone. */
export class NothingToUndo extends DomainError {
  readonly code = "NOTHING_TO_UNDO";
  readonly kind = "conflict";
  constructor() {
    super("Nothing has been learnt that could be undone.", {});
  }
}
