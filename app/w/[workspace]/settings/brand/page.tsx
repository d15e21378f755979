import { BrandScreen } from "@/components/organisations/brand-screen";

/** The brand. */
export default function BrandPage() {
  return <BrandScreen />;
}
