"use client";

import MailCheck from "lucide-react/icons/mail-check";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { linkMinutes } from "@/server/auth/rules";
import { AuthCard } from "./auth-frame";
import { OwnAddress } from "./own-address";

/** A link is on its way. */
export function SentCard(props: {
  what: "signUp" | "link" | "reset";
  address: string;
  /** The local mailbox, where mail does not leave this machine. */
  mailbox: string | undefined;
  again: string;
}) {
  const t = useTranslations("auth.sent");
  const minutes = linkMinutes[props.what === "link" ? "sign-in" : "reset"];
  return (
    <AuthCard title={t("title")}>
      <div role="status" className="flex gap-3">
        <MailCheck aria-hidden size={20} className="mt-0.5 shrink-0 text-accent-text" />
        <div className="flex min-w-0 flex-col gap-2">
          <p>{t.rich(props.what, { address: () => <OwnAddress>{props.address}</OwnAddress>, minutes })}</p>
          <p className="text-ink-muted text-sm">{props.mailbox ? t("local") : t("nothing")}</p>
        </div>
      </div>
      {props.mailbox && (
        <Button variant="primary" size="lg" href={props.mailbox}>
          {t("openMailbox")}
        </Button>
      )}
      {/* A whole load, so that the form stands empty again. */}
      <Button onClick={() => window.location.assign(props.again)}>{t("again")}</Button>
    </AuthCard>
  );
}
