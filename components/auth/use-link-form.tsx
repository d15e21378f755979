"use client";

import { useTranslations } from "next-intl";
import { useActionState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { AuthCard } from "./auth-frame";
import type { FormAnswer, FormDeed } from "./form-answer";
import { NewPasswordField } from "./new-password-field";
import { OwnAddress } from "./own-address";
import { PasswordField } from "./password-field";
import { useFaults } from "./use-faults";
import { WorthlessLink } from "./worthless-link";

type LinkPageProps = { token: string; address: string; use: FormDeed };
type State = "used" | "expired" | "unknown";

/** What an action found the link to be worth, where that ended it. */
const worthlessOf = (answer: FormAnswer): State | null =>
  answer.code === "LINK_WORTHLESS" ? ((answer.data?.state as State | undefined) ?? "unknown") : null;

/** Behind a link to sign in: a press, because mail programs open links by themselves. */
export function SignInByLink({ token, address, use }: LinkPageProps) {
  const t = useTranslations("auth");
  const [answer, submit, isBusy] = useActionState(use, {});
  const faults = useFaults(answer);
  const worthless = worthlessOf(answer);
  if (worthless) return <WorthlessLink state={worthless} again="/link" />;
  return (
    <AuthCard
      title={t("link.title")}
      lead={t.rich("link.use", { address: () => <OwnAddress>{address}</OwnAddress> })}
    >
      <form action={submit} className="flex flex-col gap-4">
        {faults.whole && <Notice tone="danger">{faults.whole}</Notice>}
        <input type="hidden" name="token" value={token} />
        <Button type="submit" variant="primary" size="lg" loading={isBusy}>
          {t("signIn.submit")}
        </Button>
      </form>
    </AuthCard>
  );
}

/** Behind the link of a sign-up; in another browser it asks for the password. */
export function ConfirmSignUp({ token, address, use, ...props }: LinkPageProps & { isElsewhere: boolean }) {
  const t = useTranslations("auth");
  const [answer, submit, isBusy] = useActionState(use, {});
  const faults = useFaults(answer);
  const worthless = worthlessOf(answer);
  if (worthless) return <WorthlessLink state={worthless} again="/sign-up" />;
  const wantsPassword = props.isElsewhere || answer.code === "SIGN_UP_ELSEWHERE";
  const isAsked = answer.data?.isAsked !== false;
  return (
    <AuthCard
      title={t("confirm.title")}
      lead={t.rich("confirm.lead", { address: () => <OwnAddress>{address}</OwnAddress> })}
    >
      <form action={submit} noValidate className="flex flex-col gap-4">
        {faults.whole && isAsked && <Notice tone="danger">{faults.whole}</Notice>}
        <input type="hidden" name="token" value={token} />
        {wantsPassword && (
          <>
            <p className="text-ink-muted text-sm">{t("confirm.elsewhere")}</p>
            {/* Beside it a password manager knows which one to fill in. */}
            <input type="text" autoComplete="username" value={address} readOnly hidden />
            <PasswordField name="password" label={t("fields.password")} autoComplete="current-password" />
          </>
        )}
        <Button type="submit" variant="primary" size="lg" loading={isBusy}>
          {t("confirm.submit")}
        </Button>
      </form>
    </AuthCard>
  );
}

/** Behind a link to reset: a new password. */
export function ChoosePassword({ token, address, use }: LinkPageProps) {
  const t = useTranslations("auth");
  const [answer, submit, isBusy] = useActionState(use, {});
  const faults = useFaults(answer);
  const worthless = worthlessOf(answer);
  if (worthless) return <WorthlessLink state={worthless} again="/reset" />;
  return (
    <AuthCard
      title={t("reset.title")}
      lead={t.rich("reset.choose", { address: () => <OwnAddress>{address}</OwnAddress> })}
    >
      <form action={submit} noValidate className="flex flex-col gap-4">
        {faults.whole && <Notice tone="danger">{faults.whole}</Notice>}
        <input type="hidden" name="token" value={token} />
        <input type="text" autoComplete="username" value={address} readOnly hidden />
        <NewPasswordField label={t("fields.newPassword")} own={[address]} error={faults.of("password")} />
        <Button type="submit" variant="primary" size="lg" loading={isBusy}>
          {t("reset.save")}
        </Button>
      </form>
    </AuthCard>
  );
}
