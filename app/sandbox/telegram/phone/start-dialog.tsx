"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** `/start` with the code that a t.me link would carry. */
export function StartDialog(props: {
  open: boolean;
  payload: string;
  onClose: () => void;
  onStart: (payload: string) => void;
}) {
  const t = useTranslations("sandbox.chat");
  const [payload, setPayload] = useState(props.payload);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onStart(payload.trim());
  };
  return (
    <Dialog open={props.open} onOpenChange={(isOpen) => !isOpen && props.onClose()} title={t("startWith")}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <Field label={t("payload")}>
          <Input
            dir="ltr"
            autoFocus
            maxLength={64}
            pattern="[A-Za-z0-9_\-]*"
            value={payload}
            onChange={({ currentTarget }) => setPayload(currentTarget.value)}
          />
        </Field>
        <Button type="submit" variant="primary" className="self-end">
          {t("start")}
        </Button>
      </form>
    </Dialog>
  );
}
