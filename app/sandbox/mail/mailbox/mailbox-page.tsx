"use client";

import Smartphone from "lucide-react/icons/smartphone";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { buttonClass } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";
import { SkeletonText } from "@/components/ui/skeleton";
import { readDemo } from "../../telegram/phone/control";
import { TokenForm } from "../../telegram/phone/token-form";
import { createMailControl, type MailControl } from "./control";
import { Mailbox } from "./mailbox";

type Access =
  | { state: "asking" }
  | { state: "refused"; isWrong: boolean }
  | { state: "open"; control: MailControl };

/** The page around the mailbox: finds the control token, or asks for it. */
export function MailboxPage({ to }: { to: string | null }) {
  const t = useTranslations("mail.mailbox");
  const [access, setAccess] = useState<Access>({ state: "asking" });
  useEffect(() => {
    readDemo().then(
      (demo) =>
        setAccess(
          demo
            ? { state: "open", control: createMailControl(demo.controlToken) }
            : { state: "refused", isWrong: false },
        ),
      () => setAccess({ state: "refused", isWrong: false }),
    );
  }, []);
  const tryToken = (token: string) => {
    const control = createMailControl(token);
    control.faults().then(
      () => setAccess({ state: "open", control }),
      () => setAccess({ state: "refused", isWrong: true }),
    );
  };
  return (
    <div data-app-root className="flex h-dvh flex-col">
      <header className="flex h-14 shrink-0 items-center gap-3 border-line border-b px-4 sm:px-6">
        <Link href="/" aria-label={t("home")} className="rounded-md text-accent-text">
          <Mark size={24} />
        </Link>
        <h1 className="truncate font-semibold text-lg">{t("title")}</h1>
        <p className="min-w-0 flex-1 truncate text-ink-muted max-lg:hidden">{t("lead")}</p>
        <Link
          href="/sandbox/telegram"
          aria-label={t("phone")}
          className={buttonClass("ghost", "md", "ms-auto max-sm:px-2")}
        >
          <Smartphone aria-hidden size={16} />
          <span className="max-sm:hidden">{t("phone")}</span>
        </Link>
        <PreferenceMenu />
      </header>
      <main className="flex min-h-0 flex-1 flex-col">
        {access.state === "open" && <Mailbox control={access.control} to={to} />}
        {access.state === "refused" && <TokenForm isWrong={access.isWrong} onToken={tryToken} />}
        {access.state === "asking" && (
          <div className="p-6">
            <SkeletonText lines={6} />
          </div>
        )}
      </main>
    </div>
  );
}
