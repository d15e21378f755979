"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import Pencil from "lucide-react/icons/pencil";
import Trash2 from "lucide-react/icons/trash-2";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { lasting } from "@/components/ui/lasting";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/lib/format/use-format";
import type { Task } from "@/server/tasks/schemas";
import { TaskDue } from "./task-due";
import { useTaskMoves } from "./use-tasks";

const loadForm = () => import("./task-form");
const TaskForm = dynamic(
  lasting(() => loadForm().then((file) => file.TaskForm)),
  { ssr: false, loading: () => <Skeleton className="h-32" /> },
);

/** One task: done with a press, and changed where it stands. `about` says whom it is about, where that is not plain. */
export function TaskItem(props: { task: Task; canAct: boolean; about?: ReactNode }) {
  const t = useTranslations("tasks");
  const format = useFormat();
  const { task, canAct } = props;
  const [isEditing, setEditing] = useState(false);
  const { edit, finish, pressed, remove } = useTaskMoves();
  // The list first; a task is changed sooner or later.
  useEffect(() => {
    if (canAct) void loadForm().catch(() => {});
  }, [canAct]);
  if (isEditing) {
    return (
      <li className="py-2">
        <TaskForm
          task={task}
          isBusy={edit.isPending}
          onCancel={() => setEditing(false)}
          onSubmit={(content) =>
            edit.mutate({ taskId: task.id, ...content }, { onSuccess: () => setEditing(false) })
          }
        />
      </li>
    );
  }
  return (
    <li className="group flex items-start gap-2.5 py-2">
      <Checkbox
        checked={pressed ?? task.doneAt !== null}
        disabled={!canAct}
        aria-label={t(task.doneAt ? "reopenOne" : "finishOne", { title: task.title })}
        onCheckedChange={(isDone) => finish(task, isDone)}
        className="mt-0.5"
      />
      <div className="min-w-0 flex-1">
        <p
          dir="auto"
          className={cn(
            "[overflow-wrap:anywhere] match-parent",
            task.doneAt && "text-ink-muted line-through",
          )}
        >
          {task.title}
        </p>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm">
          {!task.doneAt && <TaskDue task={task} />}
          {props.about}
          <span className="text-ink-muted">
            {task.doneAt
              ? t("doneBy", { name: task.doneBy?.name ?? "", when: format.relative(task.doneAt) })
              : (task.assignee?.name ?? t("nobody"))}
          </span>
        </p>
      </div>
      {canAct && (
        <Menu
          align="end"
          trigger={
            <IconButton
              size="sm"
              label={t("actions")}
              icon={<Ellipsis aria-hidden size={16} />}
              className="opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 max-sm:opacity-100"
            />
          }
        >
          {!task.doneAt && (
            <MenuItem icon={<Pencil aria-hidden size={16} />} onSelect={() => setEditing(true)}>
              {t("edit")}
            </MenuItem>
          )}
          <MenuItem danger icon={<Trash2 aria-hidden size={16} />} onSelect={() => remove(task)}>
            {t("delete")}
          </MenuItem>
        </Menu>
      )}
    </li>
  );
}
