"use client";

import { useTranslations } from "next-intl";
import { providerMark } from "@/components/auth/provider-buttons";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { AccountData, AccountDeeds, ProviderName } from "./account-types";
import { UnlinkButton } from "./unlink-button";
import { useDeed } from "./use-deed";

/** Accounts elsewhere by which one signs in: linked ones and those that could be. */
export function MethodsCard(props: {
  account: AccountData;
  providers: readonly ProviderName[];
  deeds: AccountDeeds;
}) {
  const t = useTranslations("account.methods");
  const names = useTranslations("auth.providers");
  const { account, deeds } = props;
  const { run, isBusy, fault } = useDeed();
  const linked = new Map(account.accounts.map((one) => [one.provider, one]));
  const shown = [...new Set([...linked.keys(), ...props.providers])];
  if (shown.length === 0) return null;
  return (
    <Card title={t("title")} hint={t("hint")}>
      <div className="flex flex-col gap-3">
        {fault && <Notice tone="danger">{fault}</Notice>}
        <ul className="-my-2 divide-y divide-line">
          {shown.map((provider) => {
            const own = linked.get(provider);
            const name = names(provider);
            return (
              <li key={provider} className="flex min-h-12 items-center gap-3 py-2">
                <span className="text-ink-muted">{providerMark(provider)}</span>
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">{name}</span>
                  <bdi className="block truncate text-ink-muted text-sm">{own ? own.label : t("none")}</bdi>
                </span>
                {own ? (
                  <UnlinkButton method={provider} account={account} deeds={deeds} />
                ) : (
                  <Button
                    size="sm"
                    loading={isBusy}
                    aria-label={t("linkOf", { provider: name })}
                    onClick={() => void run(() => deeds.linkAccount(provider))}
                  >
                    {t("link")}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </Card>
  );
}
