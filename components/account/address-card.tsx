"use client";

import { useTranslations } from "next-intl";
import { useActionState, useState } from "react";
import { AddressField } from "@/components/auth/address-field";
import { OwnAddress } from "@/components/auth/own-address";
import { useFaults } from "@/components/auth/use-faults";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { AccountData, AccountDeeds } from "./account-types";
import { UnlinkButton } from "./unlink-button";

/** The address that links and news go to, and how to have another. */
export function AddressCard({ account, deeds }: { account: AccountData; deeds: AccountDeeds }) {
  const t = useTranslations("account.address");
  const common = useTranslations("common");
  const [isOpen, setIsOpen] = useState(false);
  const [answer, ask, isBusy] = useActionState(deeds.askForAddress, {});
  const faults = useFaults(answer);
  const { address } = account;
  return (
    <Card title={t("title")} hint={t("hint")}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-0 flex-1 basis-48">
            {address ? (
              <OwnAddress>{address}</OwnAddress>
            ) : (
              <span className="text-ink-muted">{t("none")}</span>
            )}
          </p>
          {!isOpen && (
            <Button size="sm" onClick={() => setIsOpen(true)}>
              {address ? t("change") : t("add")}
            </Button>
          )}
          {address && <UnlinkButton method="address" account={account} deeds={deeds} />}
        </div>
        {answer.isDone && (
          <Notice tone="success">
            {t.rich("sent", { address: () => <OwnAddress>{answer.kept?.address ?? ""}</OwnAddress> })}
          </Notice>
        )}
        {isOpen && !answer.isDone && (
          <form action={ask} noValidate className="flex flex-col gap-3 border-line border-t pt-3">
            {faults.whole && <Notice tone="danger">{faults.whole}</Notice>}
            <AddressField
              label={t("new")}
              autoComplete="email"
              kept={answer.kept?.address}
              error={faults.of("address")}
            />
            <div className="flex flex-wrap gap-2">
              <Button type="submit" variant="primary" loading={isBusy}>
                {t("send")}
              </Button>
              <Button onClick={() => setIsOpen(false)}>{common("cancel")}</Button>
            </div>
          </form>
        )}
      </div>
    </Card>
  );
}
