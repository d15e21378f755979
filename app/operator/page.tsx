import { OverviewScreen } from "@/components/operator/overview-screen";
import { openConsole } from "./open-console";

/** What somebody on call looks at first. */
export default async function OverviewPage() {
  await openConsole("/operator");
  return <OverviewScreen />;
}
