"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { isUnder, panelPages, panelPath } from "./pages";
import type { ShellCounts } from "./panel-types";
import { SectionCount } from "./section-count";

/** The sections: words beside icons, icons alone under 1200 px (the name stays, as the link's title). */
export function RailLinks({ slug, counts }: { slug: string; counts: ShellCounts }) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  return (
    <ul className="flex flex-col gap-0.5">
      {panelPages.map(({ key, icon: Icon }) => {
        const path = panelPath(slug, key);
        const isActive = isUnder(pathname, path);
        return (
          <li key={key}>
            <Link
              href={path}
              title={t(`pages.${key}`)}
              aria-current={isActive ? "page" : undefined}
              className={cn(
                "relative flex h-9 items-center gap-3 rounded-md px-2.5 text-ink-muted transition-colors hover:bg-hover hover:text-ink max-wide:w-10 max-wide:justify-center max-wide:px-0",
                isActive &&
                  "bg-accent-soft font-medium text-accent-text hover:bg-accent-soft hover:text-accent-text",
              )}
            >
              <Icon aria-hidden size={20} strokeWidth={1.75} className="shrink-0" />
              <span className="min-w-0 flex-1 truncate max-wide:sr-only">{t(`pages.${key}`)}</span>
              <SectionCount
                section={key}
                counts={counts}
                className="max-wide:absolute max-wide:end-0 max-wide:top-0"
              />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
