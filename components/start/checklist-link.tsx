"use client";

import ListChecks from "lucide-react/icons/list-checks";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useWorkspace } from "@/components/trpc";
import { useChecklist } from "./use-checklist";

/** The way back to the first steps while some are left; for those who can take them, until they hide it. */
export function ChecklistLink() {
  const t = useTranslations("shell.start");
  const { slug, member } = useWorkspace();
  const { data } = useChecklist(false);
  const mayAct = member.role === "owner" || member.role === "admin";
  if (!mayAct || !data || data.isDone || data.isHidden) return null;
  const done = data.steps.filter(({ isDone }) => isDone).length;
  const all = data.steps.length;
  const told = t("progress", { done, all });
  return (
    <Link
      href={`/start/${slug}`}
      title={`${t("title")}: ${told}`}
      className="flex min-h-11 items-center gap-3 rounded-md border border-line bg-surface px-2.5 py-2 transition-colors hover:border-line-control max-wide:sm:w-10 max-wide:sm:justify-center max-wide:sm:px-0"
    >
      <ListChecks aria-hidden size={20} strokeWidth={1.75} className="shrink-0 text-accent-text" />
      <span className="flex min-w-0 flex-1 flex-col gap-1 max-wide:sm:sr-only">
        <span className="flex items-baseline justify-between gap-2">
          <span className="truncate font-medium text-sm">{t("title")}</span>
          <span className="text-ink-faint text-xs tabular-nums">{told}</span>
        </span>
        <span aria-hidden className="h-1 overflow-hidden rounded-full bg-hover">
          <span
            className="block h-full rounded-full bg-accent"
            style={{ inlineSize: `${(done / all) * 100}%` }}
          />
        </span>
      </span>
    </Link>
  );
}
