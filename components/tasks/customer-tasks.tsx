"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { v7 } from "uuid";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { toPublicId } from "@/lib/public-id";
import { TaskForm } from "./task-form";
import { TaskItem } from "./task-item";
import { useTaskMoves } from "./use-tasks";

/** So many done ones stand below the open ones; the rest are on the tasks page. */
const doneShown = 3;

/** What the team has to do about a customer; a new one belongs to the conversation that is open, where one is. */
export function CustomerTasks(props: { customerId: string; conversationId?: string | undefined }) {
  const t = useTranslations("tasks");
  const trpc = useTRPC();
  const { member } = useWorkspace();
  const { customerId, conversationId } = props;
  const [isAdding, setAdding] = useState(false);
  /** The task's id to be: a second press on what failed adds no second one. */
  const id = useRef(v7());
  const { add } = useTaskMoves();
  const query = useQuery(trpc.tasks.ofCustomer.queryOptions({ customerId }));
  const canAct = member.role !== "analyst";

  if (query.isPending) return <SkeletonText lines={2} />;
  if (query.isError) return <ErrorState title={t("errorTitle")} onRetry={() => void query.refetch()} />;
  const open = query.data.filter(({ doneAt }) => doneAt === null);
  const done = query.data.filter(({ doneAt }) => doneAt !== null).slice(0, doneShown);
  return (
    <div className="flex flex-col gap-1">
      {open.length + done.length === 0 && !isAdding && <p className="text-ink-muted text-sm">{t("none")}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {[...open, ...done].map((task) => (
          <TaskItem key={task.id} task={task} canAct={canAct} />
        ))}
      </ul>
      {canAct &&
        (isAdding ? (
          <TaskForm
            isBusy={add.isPending}
            onCancel={() => setAdding(false)}
            onSubmit={(content) =>
              add.mutate(
                {
                  taskId: toPublicId("task", id.current),
                  ...(conversationId ? { conversationId } : { customerId }),
                  ...content,
                },
                {
                  onSuccess: () => {
                    id.current = v7();
                    setAdding(false);
                  },
                },
              )
            }
          />
        ) : (
          <Button
            size="sm"
            variant="ghost"
            className="w-fit"
            icon={<Plus aria-hidden size={16} />}
            onClick={() => setAdding(true)}
          >
            {t("new")}
          </Button>
        ))}
    </div>
  );
}
