"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { AddressField } from "./address-field";
import { AuthCard } from "./auth-frame";
import type { FormDeed } from "./form-answer";
import { SentCard } from "./sent-card";
import { TextLink } from "./sign-in-form";
import { useFaults } from "./use-faults";

/** Asks for a link by mail: to sign in, or to choose a new password. */
export function AskLinkForm(props: { what: "link" | "reset"; next: string | null; ask: FormDeed }) {
  const t = useTranslations("auth");
  const [answer, ask, isBusy] = useActionState(props.ask, {});
  const faults = useFaults(answer);
  const { what } = props;
  if (answer.isDone) {
    return (
      <SentCard
        what={what}
        address={answer.kept?.address ?? ""}
        mailbox={answer.mailbox}
        again={`/${what}`}
      />
    );
  }
  return (
    <AuthCard
      title={t(`${what}.title`)}
      lead={t(`${what}.lead`)}
      after={
        <p className="flex justify-center">
          <TextLink href={props.next ? `/sign-in?next=${encodeURIComponent(props.next)}` : "/sign-in"}>
            {t("signIn.submit")}
          </TextLink>
        </p>
      }
    >
      <form action={ask} noValidate className="flex flex-col gap-4">
        {faults.whole && <Notice tone="danger">{faults.whole}</Notice>}
        {props.next && <input type="hidden" name="next" value={props.next} />}
        <AddressField kept={answer.kept?.address} error={faults.of("address")} />
        <Button type="submit" variant="primary" size="lg" loading={isBusy}>
          {t(`${what}.submit`)}
        </Button>
      </form>
    </AuthCard>
  );
}
