import { DomainError } from "@/server/kernel";

/** No such task in this workspace. */
export class TaskNotFound extends DomainError {
  readonly code = "TASK_NOT_FOUND";
  readonly kind = "not_found";
  constructor(taskId: string) {
    super("There is no such task.", { taskId });
  }
}

/** Whoever is to do it is not of the team any more, or only reads. */
export class TaskAssigneeInvalid extends DomainError {
  readonly code = "TASK_ASSIGNEE_INVALID";
  readonly kind = "invalid";
  constructor() {
    super("Whoever is to do this is not in the team any more. Choose somebody else and save again.");
  }
}

/** There is no such day in the calendar. */
export class TaskDueInvalid extends DomainError {
  readonly code = "TASK_DUE_INVALID";
  readonly kind = "invalid";
  constructor(day: string) {
    super("There is no such day. Choose another and save again.", { day });
  }
}

/** The id of the task belongs to another one. */
export class TaskIdTaken extends DomainError {
  readonly code = "TASK_ID_TAKEN";
  readonly kind = "conflict";
  constructor() {
    super("This task id is in use. Save again.");
  }
}

/** A customer has as many open tasks as fit. */
export class TaskLimitReached extends DomainError {
  readonly code = "TASK_LIMIT_REACHED";
  readonly kind = "conflict";
  constructor(limit: number) {
    super(`A customer has at most ${limit} open tasks. Finish or delete some first.`, { limit });
  }
}
