import type { ReactNode } from "react";
import { openAccount } from "../session";

/** Before anything is sent: a stranger is led to the way in by the answer itself, not by a page that loads. */
export default async function OwnAccountLayout({ children }: { children: ReactNode }) {
  await openAccount("/account");
  return children;
}
