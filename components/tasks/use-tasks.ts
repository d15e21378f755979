"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { Task } from "@/server/tasks/schemas";

const known = [
  "TASK_NOT_FOUND",
  "TASK_ASSIGNEE_INVALID",
  "TASK_DUE_INVALID",
  "TASK_LIMIT_REACHED",
  "CUSTOMER_NOT_FOUND",
  "PERMISSION_DENIED",
] as const;

/** The team that can be given tasks, the reader first. */
export function useDoers() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 300_000 }));
  return (data ?? []).filter(({ role }) => role !== "analyst");
}

/** Writing, finishing and deleting tasks; finishing and deleting are taken back with one press. */
export function useTaskMoves() {
  const t = useTranslations("tasks");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const shared = {
    onError: (error: unknown) => {
      const code = known.find((one) => one === errorCode(error));
      toast.failed(t(`failures.${code ?? "other"}`));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: trpc.tasks.pathKey() }),
  };
  const add = useMutation(trpc.tasks.add.mutationOptions(shared));
  const edit = useMutation(trpc.tasks.edit.mutationOptions(shared));
  const finishing = useMutation(trpc.tasks.finish.mutationOptions(shared));
  const deleting = useMutation(trpc.tasks.delete.mutationOptions(shared));

  const finish = ({ id: taskId }: Task, isDone: boolean) =>
    finishing.mutate(
      { taskId, isDone },
      {
        onSuccess: () =>
          toast.done(t(isDone ? "finished" : "reopened"), {
            undo: { label: common("undo"), run: () => finishing.mutate({ taskId, isDone: !isDone }) },
          }),
      },
    );
  const remove = ({ id: taskId }: Task) =>
    deleting.mutate(
      { taskId },
      {
        onSuccess: () =>
          toast.done(t("deleted"), {
            undo: { label: common("undo"), run: () => deleting.mutate({ taskId, isDeleted: false }) },
          }),
      },
    );
  /** What was pressed last and is on its way. */
  const pressed = finishing.isPending ? finishing.variables.isDone : undefined;
  return { add, edit, finish, pressed, remove };
}
