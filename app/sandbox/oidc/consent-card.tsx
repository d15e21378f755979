"use client";

import { useTranslations } from "next-intl";
import { AuthCard, AuthFrame } from "@/components/auth/auth-frame";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";

type Asked = { id: string; provider: "telegram" | "google" | "microsoft" };

/** The local provider's question: who are you, and may the product know it? */
export function ConsentCard(props: {
  asked: Asked | null;
  people: readonly { name: string; address: string }[];
  hasFault: boolean;
}) {
  const t = useTranslations("sandbox.oidc");
  const auth = useTranslations("auth");
  const { asked } = props;
  if (!asked) {
    return (
      <AuthFrame>
        <AuthCard title={t("nothing")} lead={t("nothingHint")}>
          <Button href="/sign-in" variant="primary" size="lg">
            {auth("signIn.submit")}
          </Button>
        </AuthCard>
      </AuthFrame>
    );
  }
  const provider = auth(`providers.${asked.provider}`);
  const hidden = <input type="hidden" name="request" value={asked.id} />;
  const form = { action: "/sandbox/oidc/decision", method: "post" } as const;
  return (
    <AuthFrame>
      <AuthCard title={t("who", { provider })} lead={t("lead", { provider })}>
        <Badge tone="neutral">{t("local")}</Badge>
        <form {...form} className="-mx-2 flex flex-col">
          {hidden}
          {props.people.map(({ name, address }) => (
            <button
              key={address}
              type="submit"
              name="as"
              value={address}
              className="flex min-h-12 items-center gap-3 rounded-md px-2 py-1.5 text-start transition-colors hover:bg-hover"
            >
              <Avatar name={name} size={32} />
              <span className="min-w-0">
                <bdi className="block truncate font-medium">{name}</bdi>
                <bdi dir="ltr" className="block truncate text-ink-muted text-sm">
                  {address}
                </bdi>
              </span>
            </button>
          ))}
        </form>
        <form {...form} className="flex flex-col gap-3 border-line border-t pt-4">
          {hidden}
          {props.hasFault && <Notice tone="danger">{t("fault")}</Notice>}
          <Field label={auth("fields.name")}>
            <Input name="name" autoComplete="off" required />
          </Field>
          <Field label={auth("fields.address")}>
            <Input name="address" type="email" dir="ltr" autoComplete="off" required />
          </Field>
          <Button type="submit">{t("new")}</Button>
        </form>
        <form {...form} className="flex flex-col">
          {hidden}
          <Button type="submit" variant="ghost" name="as" value="nobody">
            {t("refuse")}
          </Button>
        </form>
      </AuthCard>
    </AuthFrame>
  );
}
