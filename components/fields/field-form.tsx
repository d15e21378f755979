"use client";

import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type FieldKind, fieldKinds, maxFieldNameUnits } from "@/server/fields/rules";
import type { CustomerField } from "@/server/fields/schemas";

type Choice = { key: string; id?: string; label: string };
type Content = { name: string; kind: FieldKind; choices: { id?: string; label: string }[] };

/** Names a field and says of what kind it is; the kind of one that stands is shown and stays. */
export function FieldForm(props: {
  field?: CustomerField;
  isBusy: boolean;
  onCancel: () => void;
  onSubmit: (content: Content) => void;
}) {
  const t = useTranslations("fields");
  const common = useTranslations("common");
  const { field } = props;
  const [name, setName] = useState(field?.name ?? "");
  const [kind, setKind] = useState<FieldKind>(field?.kind ?? "text");
  const [choices, setChoices] = useState<Choice[]>(
    field
      ? field.choices.filter(({ isArchived }) => !isArchived).map(({ id, label }) => ({ key: id, id, label }))
      : [
          { key: "1", label: "" },
          { key: "2", label: "" },
        ],
  );
  const named = choices.filter(({ label }) => label.trim() !== "");
  const isReady = name.trim() !== "" && (kind !== "choice" || named.length > 0);
  const change = (key: string, label: string) =>
    setChoices((all) => all.map((one) => (one.key === key ? { ...one, label } : one)));
  return (
    <form
      className="flex flex-col gap-4 rounded-lg border border-line bg-sunken p-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady || props.isBusy) return;
        props.onSubmit({
          name: name.trim(),
          kind,
          choices:
            kind === "choice"
              ? named.map(({ id, label }) => ({ ...(id ? { id } : {}), label: label.trim() }))
              : [],
        });
      }}
    >
      <Field label={t("name")} hint={t("nameHint")}>
        <Input
          autoFocus
          dir="auto"
          maxLength={maxFieldNameUnits}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Field label={t("kind")} hint={t(field ? "kindStays" : "kindHint")} disabled={Boolean(field)}>
        <Select
          className="w-full sm:w-64"
          value={kind}
          onValueChange={setKind}
          items={fieldKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      </Field>
      {kind === "choice" && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 font-medium text-sm">{t("choices")}</legend>
          {choices.map((choice, index) => (
            <div key={choice.key} className="flex items-center gap-2">
              <Input
                aria-label={t("choice", { number: index + 1 })}
                dir="auto"
                maxLength={maxFieldNameUnits}
                value={choice.label}
                onChange={(event) => change(choice.key, event.currentTarget.value)}
              />
              <IconButton
                label={t("removeChoice", { number: index + 1 })}
                icon={<X aria-hidden size={16} />}
                onClick={() => setChoices((all) => all.filter(({ key }) => key !== choice.key))}
              />
            </div>
          ))}
          {field && <p className="text-ink-faint text-sm">{t("choicesKept")}</p>}
          <Button
            type="button"
            size="sm"
            variant="ghost"
            className="w-fit"
            icon={<Plus aria-hidden size={16} />}
            onClick={() => setChoices((all) => [...all, { key: crypto.randomUUID(), label: "" }])}
          >
            {t("addChoice")}
          </Button>
        </fieldset>
      )}
      <div className="flex justify-end gap-2">
        <Button type="button" variant="ghost" onClick={props.onCancel}>
          {common("cancel")}
        </Button>
        <Button type="submit" variant="primary" loading={props.isBusy} disabled={!isReady}>
          {t(field ? "save" : "add")}
        </Button>
      </div>
    </form>
  );
}
