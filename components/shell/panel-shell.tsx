import { Messages } from "@/lib/i18n/messages";
import { PanelFrame, type PanelFrameProps } from "./panel-frame";

/**
 * The panel around its pages: rail (icons under 1200 px, a bottom bar under 640), workspace switch, ⌘K, keys, the
 * reader's menu. A page inside brings its own texts with `<Messages domains={[…]}>` and keeps this zone.
 */
export function PanelShell({ timeZone, ...frame }: PanelFrameProps & { timeZone?: string }) {
  return (
    <Messages domains={["shell", "notifications"]} timeZone={timeZone}>
      <PanelFrame {...frame} />
    </Messages>
  );
}
