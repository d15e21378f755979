"use client";

import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import ChevronsUp from "lucide-react/icons/chevrons-up";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { Priority } from "@/server/conversations/schemas";

const marks = {
  low: { icon: ChevronDown, look: "text-ink-faint" },
  high: { icon: ChevronUp, look: "text-warn" },
  urgent: { icon: ChevronsUp, look: "text-danger" },
} as const;

/** How the team ranks a conversation; nothing for an ordinary one. */
export function PriorityMark({ priority, className }: { priority: Priority; className?: string }) {
  const t = useTranslations("conversations.priority");
  if (priority === "normal") return null;
  const { icon: Icon, look } = marks[priority];
  return (
    <span className={cn("inline-flex shrink-0", look, className)} title={t(`of.${priority}`)}>
      <Icon aria-hidden size={16} />
      <span className="sr-only">{t(`of.${priority}`)}</span>
    </span>
  );
}
