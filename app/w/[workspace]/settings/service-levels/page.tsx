import { LevelsScreen } from "@/components/service-levels/levels-screen";

/** How soon the team means to answer. */
export default function ServiceLevelsPage() {
  return <LevelsScreen />;
}
