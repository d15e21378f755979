"use client";

import { useTranslations } from "next-intl";
import { useActionState, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { AddressField } from "./address-field";
import { AuthCard } from "./auth-frame";
import type { FormDeed } from "./form-answer";
import { NewPasswordField } from "./new-password-field";
import { SentCard } from "./sent-card";
import { TextLink } from "./sign-in-form";
import { useFaults } from "./use-faults";

/** Name, address and password; the rest comes by mail. */
export function SignUpForm(props: { next: string | null; signUp: FormDeed; children?: React.ReactNode }) {
  const t = useTranslations("auth");
  const [answer, signUp, isBusy] = useActionState(props.signUp, {});
  const [own, setOwn] = useState({ name: "", address: "" });
  const faults = useFaults(answer);
  if (answer.isDone) {
    return (
      <SentCard
        what="signUp"
        address={answer.kept?.address ?? ""}
        mailbox={answer.mailbox}
        again="/sign-up"
      />
    );
  }
  const query = props.next ? `?next=${encodeURIComponent(props.next)}` : "";
  return (
    <AuthCard
      title={t("signUp.title")}
      lead={t("signUp.lead")}
      after={
        <p className="flex flex-wrap items-center justify-center gap-x-1.5">
          {t("signUp.known")}
          <TextLink href={`/sign-in${query}`}>{t("signIn.submit")}</TextLink>
        </p>
      }
    >
      <form action={signUp} noValidate className="flex flex-col gap-4">
        {faults.whole && <Notice tone="danger">{faults.whole}</Notice>}
        {props.next && <input type="hidden" name="next" value={props.next} />}
        <Field label={t("fields.name")} error={faults.of("displayName")}>
          <Input
            name="displayName"
            autoComplete="name"
            dir="auto"
            required
            maxLength={80}
            defaultValue={answer.kept?.displayName ?? ""}
            onChange={({ currentTarget }) => setOwn((one) => ({ ...one, name: currentTarget.value }))}
          />
        </Field>
        <AddressField
          kept={answer.kept?.address}
          error={faults.of("address")}
          onValue={(address) => setOwn((one) => ({ ...one, address }))}
        />
        <NewPasswordField
          label={t("fields.password")}
          own={[own.name, own.address]}
          error={faults.of("password")}
        />
        <Button type="submit" variant="primary" size="lg" loading={isBusy}>
          {t("signUp.submit")}
        </Button>
      </form>
      {props.children}
    </AuthCard>
  );
}
