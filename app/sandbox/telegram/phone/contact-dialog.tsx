"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Asks before a number leaves the phone, as Telegram does; the number can be changed to try things out. */
export function ContactDialog(props: {
  /** null while closed. */
  kind: "own" | "other" | null;
  name: string;
  phone: string;
  onClose: () => void;
  onShare: (contact: { phone: string; own: boolean }) => void;
}) {
  const t = useTranslations("sandbox.contact");
  const common = useTranslations("common");
  return (
    <Dialog
      open={props.kind !== null}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      title={t("title")}
      description={props.kind === "other" ? t("other") : t("own", { name: props.name })}
    >
      {props.kind && (
        <ContactForm
          key={props.kind}
          phone={props.kind === "own" ? props.phone : ""}
          labels={{ cancel: common("cancel"), share: t("share"), phone: t("phone"), invalid: t("invalid") }}
          onClose={props.onClose}
          onShare={(phone) => props.onShare({ phone, own: props.kind === "own" })}
        />
      )}
    </Dialog>
  );
}

function ContactForm(props: {
  phone: string;
  labels: { cancel: string; share: string; phone: string; invalid: string };
  onClose: () => void;
  onShare: (phone: string) => void;
}) {
  const [phone, setPhone] = useState(props.phone || "+90");
  const [isRefused, setIsRefused] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const digits = phone.replace(/[\s()-]/g, "");
    if (!/^\+?\d{5,15}$/.test(digits)) setIsRefused(true);
    else props.onShare(digits);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Field label={props.labels.phone} error={isRefused ? props.labels.invalid : undefined}>
        <Input
          type="tel"
          dir="ltr"
          autoFocus
          value={phone}
          onChange={({ currentTarget }) => setPhone(currentTarget.value)}
        />
      </Field>
      <div className="flex flex-wrap justify-end gap-2 max-sm:flex-col-reverse max-sm:*:w-full">
        <Button onClick={props.onClose}>{props.labels.cancel}</Button>
        <Button type="submit" variant="primary">
          {props.labels.share}
        </Button>
      </div>
    </form>
  );
}
