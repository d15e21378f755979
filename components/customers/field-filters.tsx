"use client";

import Filter from "lucide-react/icons/filter";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FieldControl } from "@/components/fields/field-control";
import { sayFieldValue } from "@/components/fields/say-value";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { useFormat } from "@/lib/format/use-format";
import { maxFieldFilters, readFieldValue } from "@/server/fields/rules";
import type { CustomerField } from "@/server/fields/schemas";
import type { FieldFilterChoice } from "./use-customer-address";

/** What narrows the list by the workspace's fields: those chosen, each with a way to be rid of it, and one more. */
export function FieldFilters(props: {
  fields: readonly CustomerField[];
  filters: readonly FieldFilterChoice[];
  onChange: (filters: readonly FieldFilterChoice[]) => void;
}) {
  const t = useTranslations("customers");
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { fields, filters, onChange } = props;
  if (fields.length === 0) return null;
  const say = (field: CustomerField, { is, from, to }: FieldFilterChoice) => {
    const one = (value: string) => sayFieldValue({ t, format }, field, value);
    return is === undefined ? `${from ? one(from) : "…"} – ${to ? one(to) : "…"}` : one(is);
  };
  return (
    <>
      {filters.map((filter) => {
        const field = fields.find(({ id }) => id === filter.fieldId);
        if (!field) return null;
        return (
          <span
            key={filter.fieldId}
            className="inline-flex h-8 min-w-0 max-w-full items-center gap-1 rounded-full border border-line ps-3 text-sm max-sm:h-11"
          >
            <bdi className="truncate">
              {field.name}: {say(field, filter)}
            </bdi>
            <IconButton
              size="sm"
              label={t("filter.remove", { name: field.name })}
              icon={<X aria-hidden size={14} />}
              onClick={() => onChange(filters.filter(({ fieldId }) => fieldId !== filter.fieldId))}
            />
          </span>
        );
      })}
      {filters.length < maxFieldFilters && (
        <Popover
          title={t("filter.title")}
          open={isOpen}
          onOpenChange={setOpen}
          className="w-80 p-3"
          trigger={<Button icon={<Filter aria-hidden size={16} />}>{t("filter.open")}</Button>}
        >
          {isOpen && (
            <NewFilter
              fields={fields.filter(({ id }) => !filters.some(({ fieldId }) => fieldId === id))}
              onChoose={(filter) => {
                setOpen(false);
                onChange([...filters, filter]);
              }}
            />
          )}
        </Popover>
      )}
    </>
  );
}

function NewFilter(props: {
  fields: readonly CustomerField[];
  onChoose: (filter: FieldFilterChoice) => void;
}) {
  const t = useTranslations("customers");
  const [fieldId, setFieldId] = useState(props.fields[0]?.id ?? null);
  const [[from, to], setValues] = useState<readonly [string, string]>(["", ""]);
  const field = props.fields.find(({ id }) => id === fieldId);
  if (!field) return null;
  const isSpan = field.kind === "number" || field.kind === "date";
  const read = [from, to].map((value) => readFieldValue(field, value));
  const problem = field.kind === "text" ? undefined : read.find((one) => one && "problem" in one);
  const given = read.flatMap((one) => (one && "value" in one ? [one.value] : []));
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem || given.length === 0) return;
        const [low, high] = read.map((one) => (one && "value" in one ? one.value : undefined));
        props.onChoose(
          isSpan
            ? { fieldId: field.id, ...(low ? { from: low } : {}), ...(high ? { to: high } : {}) }
            : { fieldId: field.id, is: low ?? "" },
        );
      }}
    >
      <Select
        label={t("filter.field")}
        className="w-full"
        value={field.id}
        items={props.fields.map(({ id, name }) => ({ value: id, label: name }))}
        onValueChange={(id) => {
          setFieldId(id);
          setValues(["", ""]);
        }}
      />
      <FieldControl
        key={`${field.id} from`}
        field={field}
        value={from}
        label={isSpan ? t("filter.from") : field.name}
        onValue={(value) => setValues([value, to])}
      />
      {isSpan && (
        <FieldControl
          key={`${field.id} to`}
          field={field}
          value={to}
          label={t("filter.to")}
          onValue={(value) => setValues([from, value])}
        />
      )}
      {problem && "problem" in problem && (
        <p role="alert" className="text-danger text-sm">
          {t(`fields.problems.${problem.problem}`)}
        </p>
      )}
      <Button type="submit" variant="primary" disabled={Boolean(problem) || given.length === 0}>
        {t("filter.apply")}
      </Button>
    </form>
  );
}
