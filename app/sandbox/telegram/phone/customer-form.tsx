"use client";

import Shuffle from "lucide-react/icons/shuffle";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { localeNames } from "@/lib/i18n/locales";
import type { NewCustomer } from "./control";
import { suggestCustomer } from "./suggestions";

const languages = [
  ...Object.entries(localeNames).map(([value, label]) => ({ value, label })),
  { value: "de", label: "Deutsch" },
];

/** Invents a customer; filled in beforehand, so that one press is enough. */
export function CustomerForm({ onCreate }: { onCreate: (customer: NewCustomer) => Promise<void> }) {
  const t = useTranslations("sandbox.customers");
  const [turn, setTurn] = useState(0);
  const [customer, setCustomer] = useState(() => suggestCustomer(0));
  const [isBusy, setIsBusy] = useState(false);
  const change = (part: Partial<NewCustomer>) => setCustomer((before) => ({ ...before, ...part }));
  const suggest = () => {
    setTurn(turn + 1);
    setCustomer(suggestCustomer(turn + 1));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    const given = Object.entries(customer).filter(([, value]) => value.trim() !== "");
    await onCreate(Object.fromEntries(given) as NewCustomer);
    setIsBusy(false);
    suggest();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3">
        <Field label={t("firstName")}>
          <Input
            dir="auto"
            required
            maxLength={64}
            value={customer.first_name}
            onChange={({ currentTarget }) => change({ first_name: currentTarget.value })}
          />
        </Field>
        <Field label={t("lastName")}>
          <Input
            dir="auto"
            maxLength={64}
            value={customer.last_name}
            onChange={({ currentTarget }) => change({ last_name: currentTarget.value })}
          />
        </Field>
        <Field label={t("language")} className="col-span-2">
          <Select
            items={languages}
            value={customer.language_code}
            onValueChange={(language_code) => change({ language_code })}
          />
        </Field>
        <Field label={t("phone")} hint={t("phoneHint")} className="col-span-2">
          <Input
            type="tel"
            dir="ltr"
            pattern="\+?\d{5,15}"
            value={customer.phone}
            onChange={({ currentTarget }) => change({ phone: currentTarget.value })}
          />
        </Field>
      </div>
      <div className="flex gap-2">
        <Button type="submit" loading={isBusy} className="flex-1">
          {t("create")}
        </Button>
        <IconButton
          label={t("another")}
          variant="secondary"
          icon={<Shuffle aria-hidden size={16} />}
          onClick={suggest}
        />
      </div>
    </form>
  );
}
