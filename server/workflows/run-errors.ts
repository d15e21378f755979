import { DomainError } from "@/server/kernel";

/** No such run in this workspace. */
export class RunNotFound extends DomainError {
  readonly code = "RUN_NOT_FOUND";
  readonly kind = "not_found";
  constructor() {
    super("There is no such automatic work in this workspace.");
  }
}

/** It has ended meanwhile; there is nothing to stop. */
export class RunEnded extends DomainError {
  readonly code = "RUN_ENDED";
  readonly kind = "conflict";
  constructor(data: { runId: string }) {
    super("This work has ended already.", data);
  }
}

/** A run that goes on is not begun anew beside itself. */
export class RunGoesOn extends DomainError {
  readonly code = "RUN_GOES_ON";
  readonly kind = "conflict";
  constructor(data: { runId: string }) {
    super("This work is still going on. Stop it first.", data);
  }
}

/** This build has no such function any more. */
export class RunWorkflowGone extends DomainError {
  readonly code = "RUN_WORKFLOW_GONE";
  readonly kind = "conflict";
  constructor(data: { workflow: string }) {
    super("This kind of work does not exist any more.", data);
  }
}

/** What it was started with is not kept any more. */
export class RunEventGone extends DomainError {
  readonly code = "RUN_EVENT_GONE";
  readonly kind = "conflict";
  constructor(data: { runId: string }) {
    super("What this work was started with is not kept any more.", data);
  }
}

/** Of this kind one goes on at a time, and another one does. */
export class RunAlone extends DomainError {
  readonly code = "RUN_ALONE";
  readonly kind = "conflict";
  constructor(data: { runId: string }) {
    super("Only one of this kind runs at a time, and one is running.", data);
  }
}

/** The process that was asked has no runs to steer: it starts, or a server has them. */
export class WorkflowsNotServed extends DomainError {
  readonly code = "WORKFLOWS_NOT_SERVED";
  readonly kind = "unavailable";
  constructor() {
    super(
      "Automatic work cannot be steered here now: the product is starting, or another server carries it out.",
    );
  }
}
