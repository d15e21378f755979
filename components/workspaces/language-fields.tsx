"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { localeNames, locales } from "@/lib/i18n/locales";

/** The languages in which customers are answered, and the one for those whose language is none of them. */
export function LanguageFields(props: {
  languages: readonly string[];
  defaultLanguage: string;
  languagesError?: ReactNode;
  defaultError?: ReactNode;
  disabled: boolean;
  onLanguages: (languages: string[]) => void;
  onDefault: (language: string) => void;
}) {
  const t = useTranslations("settings");
  const id = useId();
  const { languages } = props;
  return (
    <Card title={t("languages.title")} hint={t("languages.hint")}>
      <div className="flex flex-col gap-4">
        <fieldset
          className="flex flex-col gap-1.5"
          aria-describedby={props.languagesError ? `${id}-error` : undefined}
          data-problem={props.languagesError ? "" : undefined}
        >
          <legend className="mb-1.5 font-medium text-sm">{t("fields.languages")}</legend>
          <div className="flex flex-wrap gap-x-6 gap-y-2 max-sm:flex-col max-sm:gap-0">
            {locales.map((locale) => (
              <Checkbox
                key={locale}
                label={<span lang={locale}>{localeNames[locale]}</span>}
                checked={languages.includes(locale)}
                disabled={props.disabled}
                onCheckedChange={(isOn) =>
                  props.onLanguages(
                    locales.filter((other) => (other === locale ? isOn : languages.includes(other))),
                  )
                }
              />
            ))}
          </div>
          {props.languagesError && (
            <p id={`${id}-error`} role="alert" className="text-danger text-sm">
              {props.languagesError}
            </p>
          )}
        </fieldset>
        <Field
          label={t("fields.defaultLanguage")}
          hint={t("languages.defaultHint")}
          error={props.defaultError}
          disabled={props.disabled}
          className="max-w-64"
        >
          <Select
            items={locales.map((locale) => ({ value: locale, label: localeNames[locale] }))}
            value={locales.find((locale) => locale === props.defaultLanguage) ?? null}
            onValueChange={props.onDefault}
            disabled={props.disabled}
          />
        </Field>
      </div>
    </Card>
  );
}
