import { BotsScreen } from "@/components/operator/bots-screen";
import { openConsole } from "../open-console";

/** How every bot fares. */
export default async function BotsPage() {
  await openConsole("/operator/bots");
  return <BotsScreen />;
}
