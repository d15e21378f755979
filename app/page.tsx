import { demoSignIns } from "@/components/auth/demo-sign-in";
import { Landing } from "@/components/landing/landing";
import { getRuntime } from "@/server/kernel";

/** What Santral is, and in the sandbox the ways into the demo. */
export default function HomePage() {
  const { isSandboxOn } = getRuntime().env;
  return (
    <Landing
      signIns={isSandboxOn ? demoSignIns("/sandbox/sign-in") : []}
      phoneUrl={isSandboxOn ? "/sandbox/telegram" : undefined}
    />
  );
}
