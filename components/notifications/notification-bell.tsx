"use client";

import Bell from "lucide-react/icons/bell";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { Count } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { lasting } from "@/components/ui/lasting";
import { Popover } from "@/components/ui/popover";
import { useUnread } from "./use-unread";

const BellList = dynamic(
  lasting(() => import("./bell-list")),
  { ssr: false },
);

const rowClass =
  "relative flex h-9 w-full items-center gap-3 rounded-md px-2.5 text-ink-muted transition-colors hover:bg-hover hover:text-ink";

/** The bell: how many notifications are unread, and the newest of them beside it; on a phone the way to their page. */
export function NotificationBell({ unread: initial }: { unread: number }) {
  const t = useTranslations("notifications");
  const { slug } = useWorkspace();
  const unread = useUnread(initial);
  const [isOpen, setOpen] = useState(false);
  const page = `/w/${slug}/notifications`;
  const isHere = usePathname() === page;
  const name = unread > 0 ? t("bell", { count: unread }) : t("title");
  return (
    <>
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        side="inline-end"
        align="end"
        title={t("title")}
        className="max-h-[min(36rem,calc(100dvh-2rem))] w-96 overflow-y-auto"
        trigger={
          <button
            type="button"
            title={t("title")}
            className={cn(rowClass, "max-wide:w-10 max-wide:justify-center max-wide:px-0 max-sm:hidden")}
          >
            <Inside unread={unread} name={name} />
          </button>
        }
      >
        <BellList close={() => setOpen(false)} />
      </Popover>
      <Link
        href={page}
        aria-current={isHere ? "page" : undefined}
        className={cn(rowClass, "h-11 text-ink sm:hidden")}
      >
        <Inside unread={unread} name={name} />
      </Link>
    </>
  );
}

/** For the eye the word and the figure, for who listens the sentence. */
function Inside({ unread, name }: { unread: number; name: string }) {
  const t = useTranslations("notifications");
  return (
    <>
      <Bell aria-hidden size={20} strokeWidth={1.75} className="shrink-0" />
      <span aria-hidden className="min-w-0 flex-1 truncate text-start max-wide:sm:sr-only">
        {t("title")}
      </span>
      <span aria-hidden className="contents">
        <Count
          value={unread}
          tone="accent"
          className="max-wide:sm:absolute max-wide:sm:end-0 max-wide:sm:top-0"
        />
      </span>
      <span className="sr-only">{name}</span>
    </>
  );
}

/** The same figure where the bell itself is not in sight: on a phone it stands behind “more”. */
export function UnreadMark({ unread: initial, className }: { unread: number; className?: string }) {
  const unread = useUnread(initial);
  return <Count value={unread} tone="accent" className={className} />;
}
