"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { Button } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";
import { LinkTabs } from "@/components/ui/tabs";

const parts = [
  { key: "overview", path: "" },
  { key: "workspaces", path: "/workspaces" },
  { key: "bots", path: "/bots" },
  { key: "runs", path: "/runs" },
  { key: "features", path: "/features" },
  { key: "errors", path: "/errors" },
  { key: "system", path: "/system" },
] as const;

/** Around every page of the operators' console: where one is, its parts, the way back to the panel. */
export function OperatorFrame({ home, children }: { home: string; children: ReactNode }) {
  const t = useTranslations("operator");
  const pathname = usePathname();
  return (
    <div
      data-app-root
      className="mx-auto flex min-h-dvh w-full max-w-[90rem] flex-col px-4 pb-16 sm:px-6 wide:px-8"
    >
      <header className="flex h-16 items-center justify-between gap-2">
        <p className="flex min-w-0 items-center gap-2 font-semibold">
          <Mark size={20} />
          <span className="truncate">{t("title")}</span>
        </p>
        <div className="flex items-center gap-1">
          <Button
            href={home}
            variant="ghost"
            icon={<ArrowLeft aria-hidden size={16} className="flip-rtl" />}
            aria-label={t("back")}
          >
            <span className="max-sm:hidden">{t("back")}</span>
          </Button>
          <PreferenceMenu />
        </div>
      </header>
      <LinkTabs
        label={t("parts.label")}
        items={parts.map(({ key, path }) => ({
          href: `/operator${path}`,
          label: t(`parts.${key}`),
          active: pathname === `/operator${path}`,
        }))}
      />
      <main className="flex min-w-0 flex-1 flex-col gap-5 py-5">{children}</main>
    </div>
  );
}
