import { MacrosScreen } from "@/components/macros/macros-screen";
import { Messages } from "@/lib/i18n/messages";

/** What the team does together often. */
export default function MacrosSettingsPage() {
  return (
    <Messages domains={["macros", "settings"]}>
      <MacrosScreen />
    </Messages>
  );
}
