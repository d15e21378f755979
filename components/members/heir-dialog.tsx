"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Member } from "@/server/members/schemas";

/** Asks who takes over. A failure is told by the caller and leaves it open. */
export function HeirDialog(props: {
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  consequence: string;
  confirmLabel: string;
  candidates: readonly Member[];
  onConfirm: (memberId: string) => Promise<void>;
}) {
  const t = useTranslations("settings.leave");
  const common = useTranslations("common");
  const [heir, setHeir] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const chosen = props.candidates.find(({ id }) => id === heir);

  async function confirm() {
    if (!chosen || isBusy) return;
    setBusy(true);
    try {
      await props.onConfirm(chosen.id);
      props.onOpenChange(false);
    } catch {
      // Told already; another choice may do.
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={props.open}
      onOpenChange={(isOpen) => !isBusy && props.onOpenChange(isOpen)}
      title={props.title}
      description={props.consequence}
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)} disabled={isBusy}>
            {common("cancel")}
          </Button>
          <Button variant="danger" onClick={() => void confirm()} loading={isBusy} disabled={!chosen}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <Field label={t("heir")}>
        <Select
          items={props.candidates.map(({ id, displayName, role }) => ({
            value: id,
            label: displayName,
            hint: common(`role.${role}`),
          }))}
          value={chosen?.id ?? null}
          onValueChange={setHeir}
        />
      </Field>
    </Dialog>
  );
}
