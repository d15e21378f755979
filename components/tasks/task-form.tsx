"use client";

import Sparkles from "lucide-react/icons/sparkles";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { findWhen, type When } from "@/lib/dates/find-when";
import { useFormat } from "@/lib/format/use-format";
import { maxTaskUnits, toDueMoments } from "@/server/tasks/rules";
import type { Task } from "@/server/tasks/schemas";
import { sayDue } from "./task-due";
import { useDoers } from "./use-tasks";

const nobody = "nobody";

export type TaskContent = {
  title: string;
  assigneeId: string | null;
  dueDay: string | null;
  dueTime: string | null;
};

/** What is to be done, by whom and until when; a day that the words name is offered. */
export function TaskForm(props: {
  task?: Task;
  isBusy: boolean;
  onCancel: () => void;
  onSubmit: (content: TaskContent) => void;
}) {
  const t = useTranslations("tasks");
  const common = useTranslations("common");
  const { member, timeZone } = useWorkspace();
  const doers = useDoers();
  const { task } = props;
  const [title, setTitle] = useState(task?.title ?? "");
  const [assigneeId, setAssigneeId] = useState(task ? (task.assignee?.id ?? null) : member.id);
  const [dueDay, setDueDay] = useState(task?.dueDay ?? "");
  const [dueTime, setDueTime] = useState(task?.dueTime ?? "");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const named = dueDay ? null : findWhen(title, { now: new Date(), timeZone });
  const others = doers.filter(({ id }) => id !== member.id);
  const isGone =
    task?.assignee && task.assignee.id !== member.id && !others.some(({ id }) => id === task.assignee?.id);
  const items = [
    { value: member.id, label: t("me") },
    ...others.map(({ id, displayName }) => ({ value: id, label: displayName })),
    ...(isGone && task.assignee ? [{ value: task.assignee.id, label: task.assignee.name }] : []),
    { value: nobody, label: t("nobody") },
  ];
  return (
    <form
      className="flex flex-col gap-2 rounded-lg border border-line bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        const words = title.trim();
        if (!words || props.isBusy) return;
        props.onSubmit({
          title: words,
          assigneeId,
          dueDay: dueDay || null,
          dueTime: (dueDay && dueTime) || null,
        });
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        props.onCancel();
      }}
    >
      <Input
        ref={field}
        aria-label={t("title")}
        placeholder={t("placeholder")}
        dir="auto"
        maxLength={maxTaskUnits}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {named && (
        <Offer
          when={named}
          onTake={() => {
            setDueDay(named.day);
            setDueTime(named.time ?? "");
          }}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Input
          type="date"
          aria-label={t("day")}
          className="min-w-36 flex-1"
          value={dueDay}
          onChange={(event) => setDueDay(event.currentTarget.value)}
        />
        <Input
          type="time"
          aria-label={t("time")}
          className="w-28"
          disabled={!dueDay}
          value={dueTime}
          onChange={(event) => setDueTime(event.currentTarget.value)}
        />
      </div>
      <Select
        label={t("assignee")}
        className="w-full"
        items={items}
        value={assigneeId ?? nobody}
        onValueChange={(value) => setAssigneeId(value === nobody ? null : value)}
      />
      <div className="flex justify-end gap-2">
        <Button type="button" size="sm" variant="ghost" onClick={props.onCancel}>
          {common("cancel")}
        </Button>
        <Button type="submit" size="sm" variant="primary" loading={props.isBusy} disabled={!title.trim()}>
          {t(task ? "save" : "add")}
        </Button>
      </div>
    </form>
  );
}

/** "Yarın ara": the day that the words mean, taken with a press. */
function Offer({ when, onTake }: { when: When; onTake: () => void }) {
  const t = useTranslations("tasks");
  const format = useFormat();
  const { timeZone } = useWorkspace();
  const moments = toDueMoments({ day: when.day, time: when.time }, timeZone);
  if (!moments) return null;
  return (
    <Button
      type="button"
      size="sm"
      variant="ghost"
      className="w-fit"
      icon={<Sparkles aria-hidden size={14} />}
      onClick={onTake}
    >
      {t("offer", { when: sayDue(format, moments.dueAt.toISOString(), when.time) })}
    </Button>
  );
}
