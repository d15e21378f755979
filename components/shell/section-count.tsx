"use client";

import { useTranslations } from "next-intl";
import { TaskCount } from "@/components/tasks/task-count";
import { Count } from "@/components/ui/badge";
import type { PanelPageKey } from "./pages";
import type { ShellCounts } from "./panel-types";

/** What of a section waits for someone, with its words for those who do not see the figure. */
export function SectionCount(props: { section: PanelPageKey; counts: ShellCounts; className?: string }) {
  const t = useTranslations("shell");
  const { section, counts } = props;
  if (section === "tasks") return <TaskCount className={props.className} />;
  if (section !== "conversations" && section !== "channels" && section !== "groups") return null;
  const count = counts[section];
  if (!count) return null;
  return (
    <>
      <Count
        value={count}
        tone={section === "conversations" ? "accent" : "danger"}
        className={props.className}
      />
      <span className="sr-only">{t(`waiting.${section}`, { count })}</span>
    </>
  );
}
