"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";

const longestReason = 500;

/** Asks why a workspace is to be held, and says what that does. It stays open until it is done; a failure leaves it open. */
export function SuspendDialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  name: string;
  isBusy: boolean;
  onConfirm: (reason: string) => Promise<void>;
}) {
  const t = useTranslations("operator.workspace");
  const common = useTranslations("common");
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const form = useId();
  const isGiven = reason.trim().length >= 3;

  async function confirm(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!isGiven || props.isBusy) return;
    try {
      await props.onConfirm(reason.trim());
    } catch {
      // Said by the caller; what was typed stays.
      return;
    }
    setReason("");
    setTried(false);
    props.onOpenChange(false);
  }

  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => !props.isBusy && props.onOpenChange(open)}
      title={t("suspendTitle", { workspace: props.name })}
      description={t("suspendConsequence")}
      keepOpen
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)} disabled={props.isBusy}>
            {common("cancel")}
          </Button>
          <Button type="submit" form={form} variant="danger" loading={props.isBusy}>
            {t("suspend")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={confirm}>
        <Field
          label={t("reason")}
          hint={t("reasonHint")}
          error={isTried && !isGiven ? t("reasonNeeded") : undefined}
        >
          <Textarea
            value={reason}
            maxLength={longestReason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
