import type { ReactNode } from "react";
import { Messages } from "@/lib/i18n/messages";

/** A person's own pages, of no workspace. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return <Messages domains={["account", "auth"]}>{children}</Messages>;
}
