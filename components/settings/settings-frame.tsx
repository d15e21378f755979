"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import { PanelPage } from "@/components/shell/panel-page";
import { useWorkspace } from "@/components/trpc";
import { LinkTabs } from "@/components/ui/tabs";
import { toast } from "@/components/ui/toast";
import { useOpenDrafts } from "./use-draft";

const parts = [
  { key: "workspace", path: "" },
  { key: "hours", path: "/hours" },
  { key: "levels", path: "/service-levels" },
  { key: "satisfaction", path: "/satisfaction" },
  { key: "brand", path: "/brand" },
  { key: "members", path: "/members" },
  { key: "fields", path: "/fields" },
  { key: "permissions", path: "/permissions" },
  { key: "macros", path: "/macros" },
  { key: "notifications", path: "/notifications" },
  { key: "mail", path: "/mail" },
] as const;

/** The settings' title and parts. Unsaved changes are marked on their part and kept when the reader goes elsewhere. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("settings");
  const { slug } = useWorkspace();
  const pathname = usePathname();
  const drafts = useOpenDrafts();
  useUnsavedWarning(drafts.length > 0);
  const root = `/w/${slug}/settings`;
  return (
    <PanelPage
      title={t("title")}
      width="text"
      filters={
        <LinkTabs
          label={t("parts.label")}
          className="w-full max-sm:w-[calc(100%+2rem)]"
          items={parts.map(({ key, path }) => ({
            href: root + path,
            active: pathname === root + path,
            label: (
              <>
                {t(`parts.${key}`)}
                {drafts.some((name) => name === key) && (
                  <span className="size-1.5 rounded-full bg-accent">
                    <span className="sr-only">{t("save.unsaved")}</span>
                  </span>
                )}
              </>
            ),
          }))}
        />
      }
    >
      {children}
    </PanelPage>
  );
}

/** Asks before the tab is closed, where the changes would end; says that they are kept when only the page changes. */
function useUnsavedWarning(isUnsaved: boolean): void {
  const t = useTranslations("settings");
  const onLeave = useEffectEvent(() => {
    if (isUnsaved) toast.note(t("save.kept"));
  });
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isUnsaved]);
  useEffect(() => () => onLeave(), []);
}
