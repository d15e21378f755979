import { FeaturesScreen } from "@/components/operator/features-screen";
import { openConsole } from "../open-console";

/** Parts of the product that can be switched off. */
export default async function FeaturesPage() {
  await openConsole("/operator/features");
  return <FeaturesScreen />;
}
