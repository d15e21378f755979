import type { ReactNode } from "react";
import { SiteFrame } from "@/components/landing/site-frame";

/** What anybody may read, signed in or not. */
export default function SiteLayout({ children }: { children: ReactNode }) {
  return <SiteFrame>{children}</SiteFrame>;
}
