"use client";

import CalendarClock from "lucide-react/icons/calendar-clock";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { Format } from "@/lib/format/format";
import { useFormat } from "@/lib/format/use-format";
import type { Task } from "@/server/tasks/schemas";

/** Until when a task is to be done, in words; late ones say so, and not by their colour alone. */
export function TaskDue({ task, className }: { task: Task; className?: string }) {
  const t = useTranslations("tasks");
  const format = useFormat();
  if (!task.dueAt) return null;
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 whitespace-nowrap",
        task.isOverdue ? "font-medium text-danger" : "text-ink-muted",
        className,
      )}
    >
      <CalendarClock aria-hidden size={14} className="shrink-0" />
      <time dateTime={task.dueAt}>{sayDue(format, task.dueAt, task.dueTime)}</time>
      {task.isOverdue && <span>· {t("overdue")}</span>}
    </span>
  );
}

/** "bugün 14:30", "yarın", "24 Kas 09:00". A day without a time ends with its last moment. */
export function sayDue(format: Format, dueAt: string, dueTime: string | null, now = Date.now()): string {
  const at = Date.parse(dueAt) - (dueTime ? 0 : 1);
  const day = format.date(at) === format.date(now) ? format.day(at, now) : format.relative(at, now);
  return dueTime ? `${day} ${format.time(at)}` : day;
}
