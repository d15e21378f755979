import { NotificationSettingsScreen } from "@/components/notifications/settings-screen";
import { Messages } from "@/lib/i18n/messages";

/** How the reader is told of things. */
export default function NotificationSettingsPage() {
  return (
    <Messages domains={["settings"]}>
      <NotificationSettingsScreen />
    </Messages>
  );
}
