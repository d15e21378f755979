"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { AuthCard } from "@/components/auth/auth-frame";
import type { FormDeed } from "@/components/auth/form-answer";
import { OwnAddress } from "@/components/auth/own-address";
import { useFaults } from "@/components/auth/use-faults";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** Behind the link to a new address: makes it the reader's own. */
export function ConfirmAddress(props: { token: string; address: string; confirm: FormDeed }) {
  const t = useTranslations("account.address");
  const auth = useTranslations("auth.worthless");
  const [answer, confirm, isBusy] = useActionState(props.confirm, {});
  const { whole } = useFaults(answer);
  const fault = whole ?? (answer.code === "LINK_WORTHLESS" ? auth("text") : undefined);
  return (
    <AuthCard
      title={t("confirmTitle")}
      lead={t.rich("confirmText", { address: () => <OwnAddress>{props.address}</OwnAddress> })}
    >
      <form action={confirm} className="flex flex-col gap-4">
        {fault && <Notice tone="danger">{fault}</Notice>}
        <input type="hidden" name="token" value={props.token} />
        <Button type="submit" variant="primary" size="lg" loading={isBusy}>
          {t("confirm")}
        </Button>
      </form>
    </AuthCard>
  );
}
