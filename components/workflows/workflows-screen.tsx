"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { lasting } from "@/components/ui/lasting";
import { LinkTabs } from "@/components/ui/tabs";
import { useRunsAddress } from "./use-runs-address";

// One of them at a time: each view brings the scripts of its own.
const RunsView = dynamic(lasting(() => import("./runs-view").then((file) => file.RunsView)));
const WaitingView = dynamic(lasting(() => import("./waiting-view").then((file) => file.WaitingView)));

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
