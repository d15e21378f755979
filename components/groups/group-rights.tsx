"use client";

import Check from "lucide-react/icons/check";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { wantedChannelRights, wantedRights } from "@/server/groups/rules";
import type { GroupDetail } from "@/server/groups/schemas";
import { useRightWords } from "./group-words";

/** What the bot may do there, what it has lost, and which of the usual rights it does not have. */
export function GroupRights({ group }: { group: GroupDetail }) {
  const t = useTranslations("groups.rights");
  const words = useRightWords();
  const wanted: readonly string[] = group.kind === "channel" ? wantedChannelRights : wantedRights;
  const missing = wanted.filter(
    (right) => !group.rights.includes(right) && !group.lostRights.includes(right),
  );
  const lines = [
    ...group.lostRights.map((right) => ({ right, state: "lost" as const })),
    ...group.rights.map((right) => ({ right, state: "has" as const })),
    ...missing.map((right) => ({ right, state: "missing" as const })),
  ];
  const icons = {
    has: <Check aria-hidden size={16} className="text-success" />,
    lost: <TriangleAlert aria-hidden size={16} className="text-danger" />,
    missing: <X aria-hidden size={16} className="text-ink-faint" />,
  };
  return (
    <Card title={t("title")} hint={group.rights.length === 0 ? t("none") : undefined}>
      <ul className="flex flex-col gap-1.5">
        {lines.map(({ right, state }) => (
          <li key={right} className="flex items-center gap-2">
            {icons[state]}
            <span className={state === "missing" ? "text-ink-muted" : undefined}>{words(right)}</span>
            <span className="ms-auto text-ink-faint text-sm">{t(state)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
