import { SatisfactionScreen } from "@/components/satisfaction/satisfaction-screen";

/** Whether customers are asked how it was. */
export default function SatisfactionPage() {
  return <SatisfactionScreen />;
}
