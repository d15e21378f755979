"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { isLocale, type Locale, localeNames, locales } from "@/lib/i18n/locales";
import { canInvite, mayBeAddress, memberRoles } from "@/server/members/rules";
import type { InvitationWithLink } from "@/server/members/schemas";
import type { MemberRole } from "./roles";
import type { useInvitations } from "./use-invitations";

/** Whom to invite: an address that gets a mail, or a link for whoever is given it. */
export function InviteDialog(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  invitations: Pick<ReturnType<typeof useInvitations>, "invite" | "tell">;
  onInvited: (invitation: InvitationWithLink) => void;
}) {
  const t = useTranslations("settings.invitations");
  const members = useTranslations("settings.members");
  const common = useTranslations("common");
  const reader = useLocale();
  const { member } = useWorkspace();
  const form = useId();
  const { invite, tell } = props.invitations;
  const [way, setWay] = useState<"mail" | "link">("mail");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("support");
  const [locale, setLocale] = useState<Locale>(isLocale(reader) ? reader : "en");
  const [hasTried, setTried] = useState(false);
  const input = { role, locale, ...(way === "mail" && { email }) };
  const isComplete = way === "link" || mayBeAddress(email);

  function close() {
    setTried(false);
    setEmail("");
    invite.reset();
    props.onOpenChange(false);
  }
  async function submit() {
    setTried(true);
    if (!isComplete) return;
    const made = await invite.mutateAsync(input).catch(() => null);
    if (!made) return;
    close();
    props.onInvited(made);
  }
  const problem =
    hasTried && !isComplete ? t("addressShape") : invite.isError ? tell(invite.error) : undefined;

  return (
    <Sheet
      open={props.isOpen}
      onOpenChange={(isOpen) => (isOpen ? props.onOpenChange(true) : close())}
      title={t("invite")}
      description={t("description")}
      footer={
        <>
          <Button onClick={close}>{common("cancel")}</Button>
          <Button type="submit" form={form} variant="primary" loading={invite.isPending}>
            {way === "mail" ? t("send") : t("makeLink")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RadioGroup
          label={t("way")}
          value={way}
          onValueChange={setWay}
          items={[
            { value: "mail", label: t("byMail"), hint: t("byMailHint") },
            { value: "link", label: t("byLink"), hint: t("byLinkHint") },
          ]}
        />
        {way === "mail" && (
          <>
            <Field label={t("address")} error={problem}>
              <Input
                type="email"
                dir="ltr"
                autoComplete="off"
                placeholder="ada@example.com"
                value={email}
                onChange={(event) => {
                  setEmail(event.currentTarget.value);
                  if (invite.isError) invite.reset();
                }}
              />
            </Field>
            <Field label={t("language")}>
              <Select
                items={locales.map((value) => ({ value, label: localeNames[value] }))}
                value={locale}
                onValueChange={setLocale}
              />
            </Field>
          </>
        )}
        <Field label={t("role")} error={way === "link" ? problem : undefined}>
          <Select
            items={memberRoles
              .filter((value) => canInvite(member.role, value))
              .map((value) => ({
                value,
                label: common(`role.${value}`),
                hint: members(`roles.${value}`),
              }))}
            value={role}
            onValueChange={setRole}
          />
        </Field>
      </form>
    </Sheet>
  );
}
