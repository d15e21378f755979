"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useWorkspace } from "@/components/trpc";
import NotificationList from "./notification-list";

/** The newest notifications beside the bell, and the way to all of them, which stays in sight. */
export default function BellList({ close }: { close: () => void }) {
  const t = useTranslations("notifications");
  const { slug } = useWorkspace();
  return (
    <>
      <NotificationList onFollow={close} />
      <p className="sticky -bottom-4 -mx-4 mt-3 -mb-4 flex justify-between gap-3 border-line border-t bg-surface px-4 py-3 text-sm">
        <Link href={`/w/${slug}/notifications`} onClick={close} className="text-accent-text hover:underline">
          {t("all")}
        </Link>
        <Link
          href={`/w/${slug}/settings/notifications`}
          onClick={close}
          className="text-ink-muted hover:underline"
        >
          {t("settings")}
        </Link>
      </p>
    </>
  );
}
