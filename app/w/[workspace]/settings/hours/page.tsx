import { HoursScreen } from "@/components/workspaces/hours-screen";

/** When the team is there. */
export default function BusinessHoursPage() {
  return <HoursScreen />;
}
