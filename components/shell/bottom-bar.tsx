"use client";

import Menu from "lucide-react/icons/menu";
import Search from "lucide-react/icons/search";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { Sheet } from "@/components/ui/sheet";
import { isUnder, panelPages, panelPath } from "./pages";
import type { ShellCounts } from "./panel-types";
import { SectionCount } from "./section-count";

const slot =
  "relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-ink-muted text-xs focus-visible:-outline-offset-2";

const moreItem = "flex min-h-11 w-full items-center gap-3 rounded-md px-2 text-start hover:bg-hover";

/** The sections on a phone: the most used under the thumb, the rest and the reader's own things behind “more”. */
export function BottomBar(props: {
  slug: string;
  counts: ShellCounts;
  workspace: string;
  /** Opens the palette. */
  onSearch: () => void;
  more: ReactNode;
  /** What waits behind “more” and is no section. */
  mark?: ReactNode;
}) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const [isOpen, setOpen] = useState(false);
  const rest = panelPages.filter((page) => !page.thumb);

  return (
    <nav
      aria-label={t("navigation")}
      className="fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {panelPages
        .filter((page) => page.thumb)
        .map(({ key, icon: Icon }) => {
          const path = panelPath(props.slug, key);
          const isActive = isUnder(pathname, path);
          return (
            <Link
              key={key}
              href={path}
              aria-current={isActive ? "page" : undefined}
              className={cn(slot, isActive && "font-medium text-accent-text")}
            >
              <Icon aria-hidden size={20} strokeWidth={1.75} />
              <span className="max-w-full truncate px-1">{t(`short.${key}`)}</span>
              <SectionCount section={key} counts={props.counts} className="absolute start-1/2 top-1 ms-1.5" />
            </Link>
          );
        })}
      <button type="button" className={slot} onClick={() => setOpen(true)}>
        <Menu aria-hidden size={20} strokeWidth={1.75} />
        {t("more")}
        {props.mark}
        {rest.map(({ key }) => (
          <SectionCount
            key={key}
            section={key}
            counts={props.counts}
            className="absolute start-1/2 top-1 ms-1.5"
          />
        ))}
      </button>
      <Sheet open={isOpen} onOpenChange={setOpen} title={props.workspace}>
        <ul className="-mx-2 flex flex-col">
          <li>
            <button
              type="button"
              className={moreItem}
              onClick={() => {
                setOpen(false);
                props.onSearch();
              }}
            >
              <Search aria-hidden size={20} strokeWidth={1.75} className="text-ink-muted" />
              {t("palette.open")}
            </button>
          </li>
          {rest.map(({ key, icon: Icon }) => (
            <li key={key}>
              <Link href={panelPath(props.slug, key)} onClick={() => setOpen(false)} className={moreItem}>
                <Icon aria-hidden size={20} strokeWidth={1.75} className="text-ink-muted" />
                <span className="flex-1">{t(`pages.${key}`)}</span>
                <SectionCount section={key} counts={props.counts} />
              </Link>
            </li>
          ))}
        </ul>
        <div className="mt-4 border-line border-t pt-4">{props.more}</div>
      </Sheet>
    </nav>
  );
}
