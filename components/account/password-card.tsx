"use client";

import { useTranslations } from "next-intl";
import { useActionState, useEffect, useState } from "react";
import type { FormAnswer } from "@/components/auth/form-answer";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { PasswordField } from "@/components/auth/password-field";
import { useFaults } from "@/components/auth/use-faults";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { AccountData, AccountDeeds } from "./account-types";
import { UnlinkButton } from "./unlink-button";

/** The password: when it was changed, and changing it. Without an address it would open nothing. */
export function PasswordCard({ account, deeds }: { account: AccountData; deeds: AccountDeeds }) {
  const t = useTranslations("account.password");
  const [isOpen, setIsOpen] = useState(false);
  const { passwordChangedAt } = account;
  if (!account.address && !passwordChangedAt) return null;
  return (
    <Card title={t("title")}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <p className="min-w-0 flex-1 basis-48 text-ink-muted">
            {passwordChangedAt
              ? t.rich("changed", { time: () => <RelativeTime value={passwordChangedAt} /> })
              : t("none")}
          </p>
          {!isOpen && (
            <Button size="sm" onClick={() => setIsOpen(true)}>
              {passwordChangedAt ? t("change") : t("set")}
            </Button>
          )}
          {passwordChangedAt && <UnlinkButton method="password" account={account} deeds={deeds} />}
        </div>
        {isOpen && <PasswordForm account={account} deeds={deeds} onClose={() => setIsOpen(false)} />}
      </div>
    </Card>
  );
}

function PasswordForm(props: { account: AccountData; deeds: AccountDeeds; onClose: () => void }) {
  const t = useTranslations("account.password");
  const fields = useTranslations("auth.fields");
  const common = useTranslations("common");
  const { account, onClose } = props;
  const [answer, change, isBusy] = useActionState<FormAnswer, FormData>(props.deeds.changePassword, {});
  const faults = useFaults(answer);
  const saved = t("saved");
  useEffect(() => {
    if (!answer.isDone) return;
    toast.done(saved);
    onClose();
  }, [answer, saved, onClose]);
  return (
    <form action={change} noValidate className="flex flex-col gap-4 border-line border-t pt-3">
      {faults.whole && <Notice tone="danger">{faults.whole}</Notice>}
      <input type="text" autoComplete="username" value={account.address ?? ""} readOnly hidden />
      {account.passwordChangedAt && (
        <PasswordField name="current" label={fields("currentPassword")} autoComplete="current-password" />
      )}
      <NewPasswordField
        label={fields("newPassword")}
        own={[account.displayName, account.address ?? ""]}
        error={faults.of("password")}
      />
      <p className="text-ink-muted text-sm">{t("others")}</p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={isBusy}>
          {t("save")}
        </Button>
        <Button onClick={onClose}>{common("cancel")}</Button>
      </div>
    </form>
  );
}
