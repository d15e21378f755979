"use client";

import Eye from "lucide-react/icons/eye";
import PencilLine from "lucide-react/icons/pencil-line";
import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import type { Colleague } from "./use-presence";

/** Above the composer: who else is writing or looking, so that two do not answer one customer. */
export function PresenceLine({ colleagues }: { colleagues: readonly Colleague[] }) {
  const t = useTranslations("conversations.presence");
  const format = useFormat();
  const typists = colleagues.filter(({ state }) => state === "typing");
  const shown = typists.length > 0 ? typists : colleagues;
  const Icon = typists.length > 0 ? PencilLine : Eye;
  return (
    <div role="status" className="mx-auto w-full max-w-3xl px-4">
      {shown.length > 0 && (
        <p className="flex items-center gap-2 pb-1.5 text-sm text-warn">
          <Icon aria-hidden size={16} className="shrink-0" />
          <span className="min-w-0 truncate">
            {t(typists.length > 0 ? "typing" : "looking", {
              count: shown.length,
              names: format.list(shown.map(({ name }) => name)),
            })}
          </span>
        </p>
      )}
    </div>
  );
}
