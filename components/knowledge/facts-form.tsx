"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorCode, errorDetail, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { type FactKey, factKinds, isFactKey } from "@/server/knowledge/rules";
import type { Fact } from "@/server/knowledge/schemas";
import { useFailure } from "./use-failure";

const groups: { key: "delivery" | "contact"; facts: readonly FactKey[] }[] = [
  {
    key: "delivery",
    facts: ["returnWindowDays", "dispatchDays", "deliveryDays", "freeShippingFrom", "shippingFee"],
  },
  { key: "contact", facts: ["address", "phone", "phoneHours", "openingHours", "email", "website"] },
];

/** What the workspace states once, saved together. */
export function FactsForm({ mayChange }: { mayChange: boolean }) {
  const t = useTranslations("knowledge");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useFailure();
  const facts = useQuery(trpc.knowledge.facts.queryOptions());
  const [changes, setChanges] = useState<Partial<Record<FactKey, string>>>({});
  const save = useMutation(
    trpc.knowledge.updateFacts.mutationOptions({
      onSuccess(after) {
        cache.setQueryData(trpc.knowledge.facts.queryKey(), after);
        setChanges({});
        toast.done(t("facts.saved"));
      },
    }),
  );
  if (facts.isError && !facts.data) return <ErrorState onRetry={() => facts.refetch()} />;
  if (!facts.data) return <SkeletonText lines={10} />;

  const saved = new Map(facts.data.map((fact) => [fact.key, shown(fact)]));
  const fieldValue = (key: FactKey) => changes[key] ?? saved.get(key) ?? "";
  const changed = Object.entries(changes).filter(
    ([key, value]) => isFactKey(key) && value !== (saved.get(key) ?? ""),
  );
  const wrong = save.isError && errorCode(save.error) === "FACT_INVALID" ? errorDetail(save.error).key : null;

  return (
    <form
      className="flex max-w-3xl flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ facts: changed.flatMap(([key, value]) => (isFactKey(key) ? [{ key, value }] : [])) });
      }}
    >
      <p className="text-ink-muted">{t("facts.hint")}</p>
      {!mayChange && <Notice>{t("entry.readOnly")}</Notice>}
      {save.isError && wrong === null && <Notice tone="danger">{describe(save.error)}</Notice>}
      {groups.map((group) => (
        <Card key={group.key} title={t(`facts.groups.${group.key}`)}>
          <div className="grid gap-4 sm:grid-cols-2">
            {group.facts.map((key) => (
              <Field
                key={key}
                label={t(`facts.fields.${key}`)}
                error={wrong === key ? t(`facts.expected.${factKinds[key]}`) : undefined}
              >
                <Input
                  value={fieldValue(key)}
                  readOnly={!mayChange}
                  inputMode={modes[factKinds[key]]}
                  dir={leftToRight.has(factKinds[key]) ? "ltr" : undefined}
                  trail={units[factKinds[key]] === "days" ? t("facts.unitDays") : units[factKinds[key]]}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    setChanges((before) => ({ ...before, [key]: value }));
                    if (save.isError) save.reset();
                  }}
                />
              </Field>
            ))}
          </div>
        </Card>
      ))}
      {mayChange && (
        <div className="flex items-center gap-3">
          <Button type="submit" variant="primary" loading={save.isPending} disabled={changed.length === 0}>
            {t("facts.save")}
          </Button>
          {changed.length > 0 && <span className="text-ink-muted text-sm">{t("facts.changed")}</span>}
        </div>
      )}
    </form>
  );
}

const modes = {
  days: "numeric",
  money: "decimal",
  phone: "tel",
  email: "email",
  url: "url",
  text: "text",
} as const;
const units: Partial<Record<(typeof factKinds)[FactKey], string>> = { days: "days", money: "₺" };

/** Written from left to right in every language. */
const leftToRight: ReadonlySet<(typeof factKinds)[FactKey]> = new Set(["phone", "email", "url"]);

/** Minor units as one writes an amount: "75000" is "750,00". */
function shown({ key, value }: Fact): string {
  if (!isFactKey(key) || factKinds[key] !== "money") return value;
  const digits = value.padStart(3, "0");
  return `${digits.slice(0, -2)},${digits.slice(-2)}`;
}
