"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { Mark } from "@/components/ui/mark";
import { type Control, ControlRefused, createControl, readDemo } from "./control";
import { MessageListSkeleton } from "./message-list";
import { Phone } from "./phone";
import { TokenForm } from "./token-form";

type Access =
  | { state: "asking" }
  | { state: "refused"; isWrong: boolean }
  | { state: "open"; control: Control; bot: string | null; user: number | null };

/** The page around the phone: finds the control token, or asks for it. */
export function PhonePage(props: {
  initialBot: string | null;
  initialUser: number | null;
  initialGroup: number | null;
  startPayload: string;
}) {
  const t = useTranslations("sandbox");
  const [access, setAccess] = useState<Access>({ state: "asking" });
  useEffect(() => {
    readDemo().then(
      (demo) => {
        if (!demo) return setAccess({ state: "refused", isWrong: false });
        const { controlToken, bot = null, user = null } = demo;
        setAccess({ state: "open", control: createControl(controlToken), bot, user });
      },
      () => setAccess({ state: "refused", isWrong: false }),
    );
  }, []);
  const tryToken = async (token: string) => {
    const control = createControl(token);
    try {
      await control.listBots();
      setAccess({ state: "open", control, bot: null, user: null });
    } catch (error) {
      setAccess({ state: "refused", isWrong: error instanceof ControlRefused });
    }
  };
  return (
    <div data-app-root className="flex h-dvh flex-col">
      <header className="hidden h-16 shrink-0 items-center gap-3 px-6 lg:flex">
        <Link href="/" aria-label={t("home")} className="rounded-md text-accent">
          <Mark size={24} />
        </Link>
        <h1 className="font-semibold text-lg">{t("title")}</h1>
        <p className="min-w-0 flex-1 truncate text-ink-muted">{t("lead")}</p>
        <PreferenceMenu />
      </header>
      <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-[minmax(16rem,1fr)_auto_minmax(16rem,1fr)] lg:grid-rows-[minmax(0,1fr)]">
        {access.state === "open" && (
          <Phone
            control={access.control}
            initial={{
              bot: props.initialBot ?? access.bot,
              user: props.initialUser ?? access.user,
              group: props.initialGroup,
            }}
            startPayload={props.startPayload}
          />
        )}
        {access.state === "refused" && (
          <div className="flex flex-1 lg:col-span-3">
            <TokenForm isWrong={access.isWrong} onToken={(token) => void tryToken(token)} />
          </div>
        )}
        {access.state === "asking" && <MessageListSkeleton />}
      </div>
    </div>
  );
}
