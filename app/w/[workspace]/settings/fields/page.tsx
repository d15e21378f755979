import { FieldsScreen } from "@/components/fields/fields-screen";
import { Messages } from "@/lib/i18n/messages";

/** What the workspace wants to know of each customer. */
export default function FieldsSettingsPage() {
  return (
    <Messages domains={["fields", "settings"]}>
      <FieldsScreen />
    </Messages>
  );
}
