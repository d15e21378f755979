"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import LogOut from "lucide-react/icons/log-out";
import { useTranslations } from "next-intl";
import type { FormAnswer } from "@/components/auth/form-answer";
import { useFaults } from "@/components/auth/use-faults";
import { PreferenceMenu } from "@/components/shell/preference-menu";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { AccountData, AccountDeeds, ProviderName, PushDeviceData } from "./account-types";
import { AddressCard } from "./address-card";
import { EventsCard } from "./events-card";
import { MethodsCard } from "./methods-card";
import { PasswordCard } from "./password-card";
import { PushCard } from "./push-card";
import { SessionsCard } from "./sessions-card";

/** A person's own page: how they sign in, where they are signed in, what happened. */
export function AccountScreen(props: {
  account: AccountData;
  providers: readonly ProviderName[];
  /** Where the panel is. */
  home: string;
  /** How a way to a provider ended. */
  arrival: FormAnswer;
  linked: ProviderName | null;
  push: { devices: readonly PushDeviceData[]; publicKey: string | null };
  deeds: AccountDeeds;
}) {
  const t = useTranslations("account");
  const auth = useTranslations("auth.providers");
  const { account, deeds } = props;
  const { whole } = useFaults(props.arrival);
  const linked = account.accounts.some(({ provider }) => provider === props.linked) ? props.linked : null;
  return (
    <div data-app-root className="mx-auto flex min-h-dvh max-w-2xl flex-col px-4 pb-16">
      <header className="flex h-16 items-center justify-between gap-2">
        <Button
          href={props.home}
          variant="ghost"
          icon={<ArrowLeft aria-hidden size={16} className="flip-rtl" />}
        >
          {t("back")}
        </Button>
        <PreferenceMenu />
      </header>
      <main className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end justify-between gap-3 py-2">
          <div className="min-w-0">
            <h1 className="font-semibold text-xl">{t("title")}</h1>
            <p className="truncate text-ink-muted">
              <bdi>{account.displayName}</bdi>
            </p>
          </div>
          <form action={deeds.signOut}>
            <Button type="submit" icon={<LogOut aria-hidden size={16} className="flip-rtl" />}>
              {t("signOut")}
            </Button>
          </form>
        </div>
        {whole && <Notice tone="danger">{whole}</Notice>}
        {linked && <Notice tone="success">{t("methods.linked", { provider: auth(linked) })}</Notice>}
        <AddressCard account={account} deeds={deeds} />
        <PasswordCard account={account} deeds={deeds} />
        <MethodsCard account={account} providers={props.providers} deeds={deeds} />
        <SessionsCard sessions={account.sessions} deeds={deeds} />
        <PushCard {...props.push} deeds={deeds} />
        <EventsCard events={account.events} />
      </main>
    </div>
  );
}
