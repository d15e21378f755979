"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import type { Macro } from "@/server/macros/schemas";

type Step = Macro["actions"][number];

const staleTime = 300_000;

/** What each step of a macro does, in words; what it names and is no longer there is said so. */
export function useStepWords(): (step: Step) => string {
  const t = useTranslations("macros");
  const priority = useTranslations("macros.priority");
  const trpc = useTRPC();
  const tags = useQuery(trpc.tags.list.queryOptions(undefined, { staleTime }));
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime }));
  const replies = useQuery(trpc.replies.list.queryOptions(undefined, { staleTime }));

  return (step) => {
    switch (step.kind) {
      case "reply":
      case "draft": {
        const shortcut = replies.data?.find(({ id }) => id === step.cannedReplyId)?.shortcut;
        return t(`steps.${step.kind}`, { shortcut: shortcut ?? t("gone") });
      }
      case "note":
        return t("steps.note", { text: step.text.length > 60 ? `${step.text.slice(0, 60)} …` : step.text });
      case "assign": {
        if (step.to !== "member") return t(`steps.assign_${step.to}`);
        const name = members.data?.find(({ id }) => id === step.memberId)?.displayName;
        return t("steps.assign_member", { name: name ?? t("gone") });
      }
      case "tag": {
        const name = tags.data?.find(({ id }) => id === step.tagId)?.name;
        return t(step.isOn ? "steps.tag" : "steps.untag", { name: name ?? t("gone") });
      }
      case "prioritise":
        return t("steps.prioritise", { priority: priority(step.priority) });
      case "snooze":
        return step.hours % 24 === 0
          ? t("steps.snoozeDays", { count: step.hours / 24 })
          : t("steps.snooze", { count: step.hours });
      case "close":
        return t("steps.close");
    }
  };
}
