import Activity from "lucide-react/icons/activity";
import AtSign from "lucide-react/icons/at-sign";
import Bot from "lucide-react/icons/bot";
import CalendarClock from "lucide-react/icons/calendar-clock";
import Hourglass from "lucide-react/icons/hourglass";
import Inbox from "lucide-react/icons/inbox";
import Timer from "lucide-react/icons/timer";
import UserPlus from "lucide-react/icons/user-plus";
import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import { leftOf, type NotificationKind } from "@/server/notifications/rules";
import type { Notification } from "@/server/notifications/schemas";

export const kindIcons: Record<NotificationKind, typeof Bot> = {
  assigned: Inbox,
  mentioned: AtSign,
  waiting: Hourglass,
  "task-due": CalendarClock,
  "sla-near": Timer,
  "bot-trouble": Bot,
  "invitation-accepted": UserPlus,
  "rating-low": Activity,
};

/** What a notification says, names kept in their own direction. */
export function Sentence({ notification }: { notification: Notification }) {
  const t = useTranslations("notifications.sentences");
  const { kind, params } = notification;
  const { duration } = useFormat();
  const name = (value: string | number | undefined) => () => <bdi className="font-medium">{value}</bdi>;
  return t.rich(kind, {
    ...leftOf(params.minutes, duration),
    hasBy: params.by ? "yes" : "no",
    rating: 0,
    ...params,
    by: name(params.by),
    customer: name(params.customer),
    title: name(params.title),
    bot: name(params.bot && `@${params.bot}`),
    name: name(params.name),
  });
}
