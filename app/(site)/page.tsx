import { demoSignIns } from "@/components/auth/demo-sign-in";
import { ConversationPicture } from "@/components/landing/conversation-picture";
import { Landing } from "@/components/landing/landing";
import { Messages } from "@/lib/i18n/messages";
import { getRuntime } from "@/server/kernel";
import { LivePhone } from "./live-phone";

/** What Santral is, and in the sandbox the ways into the demo. */
export default function HomePage() {
  const { isSandboxOn } = getRuntime().env;
  return (
    <Landing signIns={isSandboxOn ? demoSignIns("/sandbox/sign-in") : []} isSandboxOn={isSandboxOn}>
      {isSandboxOn ? (
        <Messages domains={["landing", "sandbox"]}>
          <LivePhone>
            <ConversationPicture />
          </LivePhone>
        </Messages>
      ) : (
        <ConversationPicture />
      )}
    </Landing>
  );
}
