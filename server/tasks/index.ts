import type { LaterHandler } from "@/server/kernel";
import { remindJob } from "./internal";
import { remindOfTask } from "./remind-of-task";

export { addTask } from "./add-task";
export { countTasks } from "./count-tasks";
export { deleteTask } from "./delete-task";
export { editTask } from "./edit-task";
export * from "./errors";
export { finishTask } from "./finish-task";
export { listCustomerTasks } from "./list-customer-tasks";
export { listTasks } from "./list-tasks";
export { taskLists } from "./rules";
export type { Task, TaskCounts, TaskPage } from "./schemas";

/** What happens later to tasks, for the runtime. */
export const taskLaterHandlers: Readonly<Record<string, LaterHandler>> = { [remindJob]: remindOfTask };
