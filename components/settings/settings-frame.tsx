"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import { PanelPage } from "@/components/shell/panel-page";
import { useWorkspace } from "@/components/trpc";
import { cn } from "@/components/ui/cn";
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
  { key: "workflows", path: "/workflows" },
] as const;

/** The settings' title and parts. Unsaved changes are marked on their part and kept when the reader goes elsewhere. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("settings");
  const { slug } = useWorkspace();
  const pathname = usePathname();
  const drafts = useOpenDrafts();
  useUnsavedWarning(drafts.length > 0);
  const root = `/w/${slug}/settings`;
  const items = parts.map(({ key, path }) => ({
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
  }));
  return (
    <PanelPage title={t("title")} width="parts">
      <div className="flex min-w-0 flex-col gap-5 wide:grid wide:grid-cols-[12rem_minmax(0,1fr)] wide:items-start wide:gap-10">
        <LinkTabs
          label={t("parts.label")}
          className="w-full max-sm:w-[calc(100%+2rem)] wide:hidden"
          items={items}
        />
        <SideParts label={t("parts.label")} items={items} />
        <div className="flex min-w-0 max-w-3xl flex-col gap-5">{children}</div>
      </div>
    </PanelPage>
  );
}

/** The same parts one below the other, where the screen has room for all of them. */
function SideParts(props: {
  label: string;
  items: readonly { href: string; label: ReactNode; active: boolean }[];
}) {
  return (
    <nav aria-label={props.label} className="sticky top-7 hidden wide:block">
      <ul className="flex flex-col gap-0.5">
        {props.items.map(({ href, label, active }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={active ? "page" : undefined}
              className={cn(
                "flex min-h-8 items-center gap-2 rounded-md px-2.5 py-1 text-ink-muted transition-colors hover:bg-hover hover:text-ink",
                active && "bg-accent-soft font-medium text-ink",
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
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
