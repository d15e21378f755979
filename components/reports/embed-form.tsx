"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { errorCode, errorDetail, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { Textarea } from "@/components/ui/textarea";
import { type EmbedWidget, embedLifetimes, embedSpans, embedWidgets, toOrigin } from "@/server/reports/rules";
import type { NewEmbed } from "@/server/reports/schemas";

const usual: readonly EmbedWidget[] = ["messagesIn", "resolved", "deflection", "messagesByDay"];

/** Makes a link: what it shows, of which days, until when, and on whose sites. */
export function EmbedForm(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onMade: (made: NewEmbed) => void;
}) {
  const t = useTranslations("reports");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const form = useId();
  const [title, setTitle] = useState("");
  const [widgets, setWidgets] = useState<readonly EmbedWidget[]>(usual);
  const [days, setDays] = useState<(typeof embedSpans)[number]>(30);
  const [lastsDays, setLastsDays] = useState<(typeof embedLifetimes)[number]>(90);
  const [sites, setSites] = useState("");
  const create = useMutation(
    trpc.reports.createEmbed.mutationOptions({
      onSuccess: (made) => {
        void cache.invalidateQueries({ queryKey: trpc.reports.pathKey() });
        props.onOpenChange(false);
        props.onMade(made);
        setTitle("");
      },
    }),
  );
  const origins = sites
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const isWrong = origins.some((origin) => toOrigin(origin) === null);
  const isReady = title.trim() !== "" && widgets.length > 0 && !isWrong;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) create.mutate({ title, widgets: [...widgets], days, lastsDays, origins });
  }

  return (
    <Sheet
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t("create.title")}
      footer={
        <Button type="submit" form={form} variant="primary" loading={create.isPending} disabled={!isReady}>
          {t("create.action")}
        </Button>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-5">
        {create.isError && (
          <Notice tone="warn">
            {errorCode(create.error) === "EMBEDS_FULL"
              ? t("create.full", { limit: Number(errorDetail(create.error).limit) })
              : t(errorCode(create.error) === "FEATURE_OFF" ? "off" : "create.failed")}
          </Notice>
        )}
        <Field label={t("create.name")} hint={t("create.nameHint")}>
          <Input value={title} onChange={(event) => setTitle(event.target.value)} maxLength={80} required />
        </Field>
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1.5 font-medium text-sm">{t("create.widgets")}</legend>
          {embedWidgets.map((widget) => (
            <Checkbox
              key={widget}
              label={t(`widgets.${widget}`)}
              checked={widgets.includes(widget)}
              onCheckedChange={(isOn) =>
                setWidgets(embedWidgets.filter((one) => (one === widget ? isOn : widgets.includes(one))))
              }
            />
          ))}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("create.days")}>
            <Select
              items={embedSpans.map((span) => ({
                value: String(span),
                label: t("create.lastDays", { days: span }),
              }))}
              value={String(days)}
              onValueChange={(value) => setDays(embedSpans.find((span) => String(span) === value) ?? 30)}
            />
          </Field>
          <Field label={t("create.lasts")}>
            <Select
              items={embedLifetimes.map((span) => ({
                value: String(span),
                label: t("create.lastsDays", { days: span }),
              }))}
              value={String(lastsDays)}
              onValueChange={(value) =>
                setLastsDays(embedLifetimes.find((span) => String(span) === value) ?? 90)
              }
            />
          </Field>
        </div>
        <Field
          label={t("create.origins")}
          hint={t("create.originsHint")}
          error={isWrong ? t("create.originsWrong") : undefined}
          optional
        >
          <Textarea value={sites} onChange={(event) => setSites(event.target.value)} rows={2} />
        </Field>
      </form>
    </Sheet>
  );
}
