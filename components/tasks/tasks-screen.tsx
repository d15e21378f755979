"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import ListTodo from "lucide-react/icons/list-todo";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { PanelPage } from "@/components/shell/panel-page";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { SkeletonText } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/ui/states";
import { LinkTabs } from "@/components/ui/tabs";
import { taskLists } from "@/server/tasks/rules";
import type { Task, TaskList } from "@/server/tasks/schemas";
import { TaskItem } from "./task-item";

/** The team's tasks, in the list that the address names: `?list=mine|all|overdue|done`. */
export function TasksScreen() {
  const t = useTranslations("tasks");
  const trpc = useTRPC();
  const { slug, member } = useWorkspace();
  const asked = useSearchParams().get("list");
  const list: TaskList = taskLists.find((one) => one === asked) ?? "mine";
  const query = useInfiniteQuery(
    trpc.tasks.list.infiniteQueryOptions({ list }, { getNextPageParam: (page) => page.nextCursor }),
  );
  const counts = useQuery(trpc.tasks.counts.queryOptions());
  const path = `/w/${slug}/tasks`;
  const countOf = { mine: counts.data?.mine, all: counts.data?.all, overdue: counts.data?.overdue };

  if (errorCode(query.error) === "PERMISSION_DENIED") {
    return (
      <PanelPage title={t("page.title")}>
        <ForbiddenState />
      </PanelPage>
    );
  }
  const tasks = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <PanelPage
      title={t("page.title")}
      description={t("page.lead")}
      width="text"
      filters={
        <LinkTabs
          label={t("page.lists")}
          className="w-full max-sm:w-[calc(100%+2rem)]"
          items={taskLists.map((one) => {
            const count = one === "done" ? undefined : countOf[one];
            return {
              href: one === "mine" ? path : `${path}?list=${one}`,
              label: t(`lists.${one}`),
              active: one === list,
              ...(count === undefined ? {} : { count }),
            };
          })}
        />
      }
    >
      {query.isPending ? (
        <SkeletonText lines={8} />
      ) : query.isError && tasks.length === 0 ? (
        <ErrorState title={t("errorTitle")} onRetry={() => void query.refetch()} />
      ) : tasks.length === 0 ? (
        <EmptyState
          icon={<ListTodo aria-hidden size={20} />}
          title={t(`empty.${list}`)}
          hint={t("empty.hint")}
          action={<Button href={`/w/${slug}/conversations`}>{t("empty.action")}</Button>}
        />
      ) : (
        <>
          <ul aria-label={t(`lists.${list}`)} className="flex flex-col divide-y divide-line">
            {tasks.map((task) => (
              <TaskItem
                key={task.id}
                task={task}
                canAct={member.role !== "analyst"}
                about={<Subject slug={slug} task={task} />}
              />
            ))}
          </ul>
          {query.hasNextPage && (
            <Button
              className="mx-auto mt-4"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t("page.more")}
            </Button>
          )}
        </>
      )}
    </PanelPage>
  );
}

/** Whom it is about; leads to the conversation it came from, else to the customer. */
function Subject({ slug, task }: { slug: string; task: Task }) {
  const href = task.conversationId
    ? `/w/${slug}/conversations?c=${task.conversationId}`
    : `/w/${slug}/customers?customer=${task.customer.id}`;
  return (
    <Link href={href} className="min-w-0 truncate text-accent-text hover:underline">
      <bdi>{task.customer.name}</bdi>
    </Link>
  );
}
