import type { ReactNode } from "react";
import { AuthFrame } from "@/components/auth/auth-frame";
import { Messages } from "@/lib/i18n/messages";

/** The ways in. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <Messages domains={["auth"]}>
      <AuthFrame>{children}</AuthFrame>
    </Messages>
  );
}
