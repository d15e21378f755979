"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { sayFieldValue } from "@/components/fields/say-value";
import { useFields } from "@/components/fields/use-fields";
import { errorCode, useTRPC } from "@/components/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonText } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import type { Duplicates, FoundCustomer, MergePreview } from "@/server/customers/schemas";
import { sayMergeFailure, useUndoMerge } from "./use-merges";

/** Two records of one person made one: found or chosen, looked at side by side, and only then done. */
export function MergeSheet(props: {
  customerId: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const t = useTranslations("customers.merge");
  const [otherId, setOtherId] = useState<string | null>(null);
  return (
    <Sheet
      open={props.isOpen}
      onOpenChange={(isOpen) => {
        if (!isOpen) setOtherId(null);
        props.onOpenChange(isOpen);
      }}
      title={t("title")}
      description={t("lead")}
      width="lg"
    >
      {props.isOpen &&
        (otherId ? (
          <Comparison
            customerId={props.customerId}
            otherId={otherId}
            onBack={() => setOtherId(null)}
            onDone={() => {
              setOtherId(null);
              props.onOpenChange(false);
            }}
          />
        ) : (
          <Choice customerId={props.customerId} onChoose={setOtherId} />
        ))}
    </Sheet>
  );
}

function Choice({ customerId, onChoose }: { customerId: string; onChoose: (id: string) => void }) {
  const t = useTranslations("customers.merge");
  const trpc = useTRPC();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed).trim();
  const alike = useQuery(trpc.customers.duplicates.queryOptions({ customerId }));
  const found = useQuery(trpc.customers.find.queryOptions({ q, limit: 10 }, { enabled: q.length >= 2 }));
  const others = (found.data ?? []).filter(({ id }) => id !== customerId);
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-2">
        <h3 className="font-medium">{t("alike")}</h3>
        {alike.isPending ? (
          <SkeletonText lines={3} />
        ) : (alike.data ?? []).length === 0 ? (
          <p className="text-ink-muted text-sm">{alike.isError ? t("failures.other") : t("noneAlike")}</p>
        ) : (
          <Candidates label={t("alike")} candidates={alike.data ?? []} onChoose={onChoose} />
        )}
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="font-medium">{t("byHand")}</h3>
        <SearchInput label={t("search")} value={typed} onValueChange={setTyped} />
        {q.length < 2 ? null : found.isPending ? (
          <SkeletonText lines={3} />
        ) : others.length === 0 ? (
          <p className="text-ink-muted text-sm">{t(found.isError ? "failures.other" : "noMatch")}</p>
        ) : (
          <Candidates label={t("byHand")} candidates={others} onChoose={onChoose} />
        )}
      </section>
    </div>
  );
}

function Candidates(props: {
  label: string;
  candidates: readonly (FoundCustomer & Partial<Pick<Duplicates[number], "reasons">>)[];
  onChoose: (id: string) => void;
}) {
  const t = useTranslations("customers");
  const format = useFormat();
  return (
    <ul aria-label={props.label} className="flex flex-col divide-y divide-line">
      {props.candidates.map(({ id, name, createdAt, reasons = [] }) => (
        <li key={id} className="flex items-center gap-3 py-2">
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-center gap-2">
              <bdi className="font-medium">{name}</bdi>
              {reasons.map((reason) => (
                <Badge key={reason} tone={reason === "name" ? "neutral" : "accent"}>
                  {t(`merge.reasons.${reason}`)}
                </Badge>
              ))}
            </p>
            <p className="text-ink-muted text-sm">{t("since", { date: format.date(createdAt) })}</p>
          </div>
          <Button size="sm" onClick={() => props.onChoose(id)}>
            {t("merge.compare")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Comparison(props: { customerId: string; otherId: string; onBack: () => void; onDone: () => void }) {
  const t = useTranslations("customers.merge");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [isSwapped, setSwapped] = useState(false);
  const pair = isSwapped
    ? { keptId: props.otherId, mergedId: props.customerId }
    : { keptId: props.customerId, mergedId: props.otherId };
  const preview = useQuery(trpc.customers.previewMerge.queryOptions(pair, { staleTime: 0, retry: false }));
  const undo = useUndoMerge();
  const merge = useMutation(
    trpc.customers.merge.mutationOptions({
      onSuccess: ({ id, merged }) => {
        toast.done(t("done", { name: merged.name }), {
          undo: { label: common("undo"), run: () => undo.run(id) },
        });
        props.onDone();
      },
      onError: (error) => toast.failed(sayMergeFailure(t, errorCode(error))),
      onSettled: () => cache.invalidateQueries(),
    }),
  );
  if (preview.isPending) return <SkeletonText lines={8} />;
  if (preview.isError) {
    return (
      <Notice tone="warn" action={<Button onClick={props.onBack}>{common("back")}</Button>}>
        {sayMergeFailure(t, errorCode(preview.error))}
      </Notice>
    );
  }
  const { kept, merged } = preview.data;
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-3 sm:grid-cols-2">
        <Side title={t("stays")} side={kept} />
        <Side title={t("goes")} side={merged} />
      </div>
      <Button
        className="w-fit"
        icon={<ArrowLeftRight aria-hidden size={16} className="flip-rtl" />}
        onClick={() => setSwapped(!isSwapped)}
      >
        {t("swap")}
      </Button>
      <Answers preview={preview.data} />
      <ul className="flex list-disc flex-col gap-1 ps-5 text-sm">
        <li>{t("what.moves")}</li>
        <li>{t("what.name", { name: kept.name })}</li>
        <li>{t("what.chats")}</li>
        {merged.isOptedOut && !kept.isOptedOut && <li>{t("what.optedOut")}</li>}
        <li>{t("what.undo")}</li>
      </ul>
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onClick={props.onBack}>
          {common("back")}
        </Button>
        <Button variant="primary" loading={merge.isPending} onClick={() => merge.mutate(pair)}>
          {t("confirm")}
        </Button>
      </div>
    </div>
  );
}

function Side({ title, side }: { title: string; side: MergePreview["kept"] }) {
  const t = useTranslations("customers");
  const format = useFormat();
  const has = (["identities", "conversations", "notes", "tasks", "orders"] as const).filter(
    (kind) => side.has[kind] > 0,
  );
  return (
    <section className="rounded-lg border border-line p-3">
      <h3 className="text-ink-faint text-xs">{title}</h3>
      <p className="font-semibold">
        <bdi>{side.name}</bdi>
      </p>
      <p className="text-ink-muted text-sm">{t("since", { date: format.date(side.createdAt) })}</p>
      <ul className="mt-2 flex flex-col gap-0.5 text-sm">
        {side.identities.map(({ id, value }) => (
          <li key={id} className="truncate">
            <bdi dir="ltr">{value}</bdi>
          </li>
        ))}
      </ul>
      {has.length > 0 && (
        <p className="mt-2 text-ink-muted text-sm">
          {format.list(has.map((kind) => t(`merge.has.${kind}`, { count: side.has[kind] })))}
        </p>
      )}
    </section>
  );
}

/** Answers of which only one can stand, and those that the kept one learns. */
function Answers({ preview }: { preview: MergePreview }) {
  const t = useTranslations("customers");
  const format = useFormat();
  const { all } = useFields();
  const rows = preview.fields.flatMap((one) => {
    const field = all.find(({ id }) => id === one.fieldId);
    const value = one[one.wins];
    return field && value !== null && one.merged !== null ? [{ ...one, field, value }] : [];
  });
  if (rows.length === 0) return null;
  const say = (row: (typeof rows)[number], value: string) => sayFieldValue({ t, format }, row.field, value);
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-medium">{t("fields.title")}</h3>
      <ul className="flex flex-col gap-1 text-sm">
        {rows.map((row) => (
          <li key={row.fieldId}>
            <bdi className="text-ink-muted">{row.field.name}:</bdi> <bdi>{say(row, row.value)}</bdi>
            {row.wins === "kept" && row.merged !== row.kept && row.merged !== null && (
              <>
                {" "}
                <del className="text-ink-muted">{say(row, row.merged)}</del>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
