"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { isSameName } from "@/lib/text/same-name";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { Input } from "./input";

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The question, with the name of what it is about: “Botu kaldır: @deniz_bot?” */
  title: ReactNode;
  /** What happens, what is kept, whether it can be undone. */
  consequence: ReactNode;
  /** The verb, never “Tamam”. */
  confirmLabel: string;
  /** The name to type first, for what cannot be undone. */
  typeToConfirm?: string;
  tone?: "danger" | "primary";
  /** It stays open and busy until this settles; a rejection is shown by the caller and leaves it open. */
  onConfirm: () => Promise<void> | void;
};

/** Asks before something that hurts: says what will happen, and wants its name typed where there is no way back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useTranslations("common");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const form = useId();
  const ready = !props.typeToConfirm || isSameName(typed, props.typeToConfirm);

  function change(open: boolean) {
    if (busy) return;
    if (!open) setTyped("");
    props.onOpenChange(open);
  }

  async function confirm(event: FormEvent) {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    try {
      await props.onConfirm();
      setTyped("");
      props.onOpenChange(false);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open={props.open}
      onOpenChange={change}
      title={props.title}
      description={props.consequence}
      footer={
        <>
          <Button onClick={() => change(false)} disabled={busy}>
            {t("cancel")}
          </Button>
          <Button type="submit" form={form} variant={props.tone ?? "danger"} loading={busy} disabled={!ready}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={confirm}>
        {props.typeToConfirm && (
          <Field
            label={t.rich("confirm.typeToConfirm", {
              name: () => <bdi className="font-semibold">{props.typeToConfirm}</bdi>,
            })}
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
