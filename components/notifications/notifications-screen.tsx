"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { PanelPage } from "@/components/shell/panel-page";
import { useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { LinkTabs } from "@/components/ui/tabs";
import NotificationList from "./notification-list";
import { useUnread } from "./use-unread";

/** All that the reader was told in this workspace in the last ninety days. */
export function NotificationsScreen() {
  const t = useTranslations("notifications");
  const { slug } = useWorkspace();
  const pathname = usePathname();
  const isUnread = useSearchParams().get("show") === "unread";
  const unread = useUnread();
  return (
    <PanelPage
      title={t("title")}
      width="text"
      action={<Button href={`/w/${slug}/settings/notifications`}>{t("settings")}</Button>}
      filters={
        <LinkTabs
          label={t("views.label")}
          className="w-full max-sm:w-[calc(100%+2rem)]"
          items={[
            { href: pathname, label: t("views.all"), active: !isUnread },
            { href: `${pathname}?show=unread`, label: t("views.unread"), count: unread, active: isUnread },
          ]}
        />
      }
    >
      <Card>
        <NotificationList isUnread={isUnread} />
      </Card>
    </PanelPage>
  );
}
