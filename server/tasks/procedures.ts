import { workspaceProcedure } from "@/server/trpc";
import { addTask } from "./add-task";
import { countTasks } from "./count-tasks";
import { deleteTask } from "./delete-task";
import { editTask } from "./edit-task";
import { finishTask } from "./finish-task";
import { listCustomerTasks } from "./list-customer-tasks";
import { listTasks } from "./list-tasks";
import {
  AddTaskInput,
  DeleteTaskInput,
  EditTaskInput,
  FinishTaskInput,
  ListCustomerTasksInput,
  ListTasksInput,
  Task,
  TaskCounts,
  TaskPage,
  Tasks,
} from "./schemas";

export const listTasksProcedure = workspaceProcedure
  .input(ListTasksInput)
  .output(TaskPage)
  .query(({ ctx, input }) => listTasks({ ctx, input }));

export const listCustomerTasksProcedure = workspaceProcedure
  .input(ListCustomerTasksInput)
  .output(Tasks)
  .query(({ ctx, input }) => listCustomerTasks({ ctx, input }));

export const countTasksProcedure = workspaceProcedure
  .output(TaskCounts)
  .query(({ ctx }) => countTasks({ ctx }));

export const addTaskProcedure = workspaceProcedure
  .input(AddTaskInput)
  .output(Task)
  .mutation(({ ctx, input }) => addTask({ ctx, input }));

export const editTaskProcedure = workspaceProcedure
  .input(EditTaskInput)
  .output(Task)
  .mutation(({ ctx, input }) => editTask({ ctx, input }));

export const finishTaskProcedure = workspaceProcedure
  .input(FinishTaskInput)
  .output(Task)
  .mutation(({ ctx, input }) => finishTask({ ctx, input }));

export const deleteTaskProcedure = workspaceProcedure
  .meta({ needsNoSpace: true })
  .input(DeleteTaskInput)
  .output(Task)
  .mutation(({ ctx, input }) => deleteTask({ ctx, input }));
