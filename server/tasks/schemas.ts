import { z } from "zod";
import { publicId } from "@/lib/public-id";
import { maxTaskUnits, taskLists } from "./rules";

const Instant = z.iso.datetime();
const Ref = z.object({ id: z.string(), name: z.string() });

/** So many of a customer's tasks may be open at once. */
export const openTaskLimit = 100;
/** So many stand beside a conversation: the open ones first, then the newest done. */
export const customerTaskLimit = 120;
export const taskPageSize = 50;

export const TaskList = z.enum(taskLists);
export type TaskList = z.infer<typeof TaskList>;

export const Task = z.object({
  id: z.string(),
  title: z.string(),
  customer: Ref,
  conversationId: z.string().nullable(),
  assignee: Ref.nullable(),
  /** As it was written, by the workspace's clock. */
  dueDay: z.iso.date().nullable(),
  dueTime: z.string().nullable(),
  /** From when on it is late. */
  dueAt: Instant.nullable(),
  isOverdue: z.boolean(),
  doneAt: Instant.nullable(),
  doneBy: Ref.nullable(),
  createdBy: Ref,
  createdAt: Instant,
});
export type Task = z.infer<typeof Task>;
export const Tasks = z.array(Task);

export const TaskPage = z.object({ items: Tasks, nextCursor: z.string().nullable() });
export type TaskPage = z.infer<typeof TaskPage>;

export const TaskCounts = z.object({
  mine: z.number().int(),
  all: z.number().int(),
  overdue: z.number().int(),
  /** Of one's own. */
  mineOverdue: z.number().int(),
});
export type TaskCounts = z.infer<typeof TaskCounts>;

const Content = {
  title: z.string().trim().min(1).max(maxTaskUnits),
  assigneeId: publicId("member").nullable(),
  dueDay: z.iso.date().nullable(),
  /** Nothing without a day. */
  dueTime: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
};

export const AddTaskInput = z
  .object({
    /** Made by the client: the same call again adds nothing. */
    taskId: publicId("task"),
    customerId: publicId("customer").optional(),
    /** Its customer is the task's. */
    conversationId: publicId("conversation").optional(),
    ...Content,
  })
  .refine(({ customerId, conversationId }) => Boolean(customerId) !== Boolean(conversationId), {
    message: "A task is about a customer or about a conversation: name one of them.",
  });
export type AddTaskInput = z.input<typeof AddTaskInput>;

export const EditTaskInput = z.object({ taskId: publicId("task"), ...Content });
export type EditTaskInput = z.input<typeof EditTaskInput>;

export const FinishTaskInput = z.object({
  taskId: publicId("task"),
  /** False opens it again. */
  isDone: z.boolean().default(true),
});
export type FinishTaskInput = z.input<typeof FinishTaskInput>;

export const DeleteTaskInput = z.object({
  taskId: publicId("task"),
  /** False takes the deletion back. */
  isDeleted: z.boolean().default(true),
});
export type DeleteTaskInput = z.input<typeof DeleteTaskInput>;

export const ListTasksInput = z.object({
  list: TaskList.default("mine"),
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(taskPageSize).default(taskPageSize),
});
export type ListTasksInput = z.input<typeof ListTasksInput>;

export const ListCustomerTasksInput = z.object({ customerId: publicId("customer") });
export type ListCustomerTasksInput = z.input<typeof ListCustomerTasksInput>;
