import { MailScreen } from "@/components/mail/mail-screen";
import { Messages } from "@/lib/i18n/messages";

/** The workspace's mail, and whom it does not reach. */
export default function MailSettingsPage() {
  return (
    <Messages domains={["mail", "settings"]}>
      <MailScreen />
    </Messages>
  );
}
