"use client";

import KeyRound from "lucide-react/icons/key-round";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { EmptyState } from "@/components/ui/states";

/** From another machine the page must be told the control token. */
export function TokenForm(props: { isWrong: boolean; onToken: (token: string) => void }) {
  const t = useTranslations("sandbox.token");
  const [token, setToken] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onToken(token.trim());
  };
  return (
    <EmptyState
      className="m-auto"
      icon={<KeyRound aria-hidden size={20} />}
      title={t("title")}
      hint={t("hint")}
      action={
        <form onSubmit={submit} className="flex w-80 max-w-full flex-col gap-3 text-start">
          <Field label={t("label")} error={props.isWrong ? t("wrong") : undefined}>
            <Input
              type="password"
              dir="ltr"
              required
              autoFocus
              value={token}
              onChange={({ currentTarget }) => setToken(currentTarget.value)}
            />
          </Field>
          <Button type="submit" variant="primary">
            {t("enter")}
          </Button>
        </form>
      }
    />
  );
}
