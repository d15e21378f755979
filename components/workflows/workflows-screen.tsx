"use client";

import { useTranslations } from "next-intl";
import { LinkTabs } from "@/components/ui/tabs";
import { RunsView } from "./runs-view";
import { useRunsAddress } from "./use-runs-address";
import { WaitingView } from "./waiting-view";

/** What the product does by itself in this workspace, and what waits to be done. */
export function WorkflowsScreen() {
  const t = useTranslations("workflows");
  const { pathname, isWaiting } = useRunsAddress();
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <p className="text-ink-muted">{t("lead")}</p>
      <LinkTabs
        label={t("views.label")}
        className="max-sm:w-[calc(100%+2rem)]"
        items={[
          { href: pathname, label: t("views.runs"), active: !isWaiting },
          { href: `${pathname}?view=waiting`, label: t("views.waiting"), active: isWaiting },
        ]}
      />
      {isWaiting ? <WaitingView /> : <RunsView />}
    </div>
  );
}
