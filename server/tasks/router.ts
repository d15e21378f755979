import { router } from "@/server/trpc";
import {
  addTaskProcedure,
  countTasksProcedure,
  deleteTaskProcedure,
  editTaskProcedure,
  finishTaskProcedure,
  listCustomerTasksProcedure,
  listTasksProcedure,
} from "./procedures";

export const tasksRouter = router({
  list: listTasksProcedure,
  ofCustomer: listCustomerTasksProcedure,
  counts: countTasksProcedure,
  add: addTaskProcedure,
  edit: editTaskProcedure,
  finish: finishTaskProcedure,
  delete: deleteTaskProcedure,
});
