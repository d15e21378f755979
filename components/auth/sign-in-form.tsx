"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { AddressField } from "./address-field";
import type { FormAnswer, FormDeed } from "./form-answer";
import { PasswordField } from "./password-field";
import { useFaults } from "./use-faults";

/** Address and password, and the ways around a password. */
export function SignInForm(props: { next: string | null; signIn: FormDeed; arrival: FormAnswer }) {
  const t = useTranslations("auth");
  const [answer, signIn, isBusy] = useActionState(props.signIn, props.arrival);
  const faults = useFaults(answer);
  const query = props.next ? `?next=${encodeURIComponent(props.next)}` : "";
  return (
    <form action={signIn} noValidate className="flex flex-col gap-4">
      {faults.whole && <Notice tone="danger">{faults.whole}</Notice>}
      {props.next && <input type="hidden" name="next" value={props.next} />}
      <AddressField kept={answer.kept?.address} error={faults.of("address")} />
      <PasswordField
        name="password"
        label={t("fields.password")}
        autoComplete="current-password"
        error={faults.of("password")}
      />
      <Button type="submit" variant="primary" size="lg" loading={isBusy}>
        {t("signIn.submit")}
      </Button>
      <div className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-sm">
        <TextLink href={`/link${query}`}>{t("signIn.byLink")}</TextLink>
        <TextLink href={`/reset${query}`}>{t("signIn.forgot")}</TextLink>
      </div>
    </form>
  );
}

export function TextLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="flex items-center rounded-sm font-medium text-accent-text underline-offset-2 hover:underline max-sm:min-h-11"
    >
      {children}
    </Link>
  );
}
