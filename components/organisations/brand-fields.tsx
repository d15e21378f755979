"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { brandTones } from "@/server/organisations/rules";
import type { Organisation, UpdateOrganisationInput } from "@/server/organisations/schemas";

const colorPattern = /^#[0-9a-f]{6}$/;
/** The product's own, shown where none was chosen. */
const usualColor = "#0f766e";

/** The brand's name and colour, with how the colour comes out in light and in dark. */
export function BrandFields(props: { organisation: Organisation; isReadOnly: boolean }) {
  const t = useTranslations("settings.brand");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const saved = props.organisation;
  const [name, setName] = useState(saved.name);
  const [color, setColor] = useState(saved.color ?? "");
  const [hasTried, setTried] = useState(false);
  const update = useMutation(trpc.organisations.update.mutationOptions());

  const written = color.trim().toLowerCase();
  const isColor = written === "" || colorPattern.test(written);
  const changes: UpdateOrganisationInput = {
    ...(name.trim() !== saved.name && { name: name.trim() }),
    ...(written !== (saved.color ?? "") && { color: written === "" ? null : written }),
  };
  const isDirty = Object.keys(changes).length > 0;

  async function save(input: UpdateOrganisationInput, undo?: UpdateOrganisationInput) {
    try {
      const after = await update.mutateAsync(input);
      queryClient.setQueryData(trpc.organisations.get.queryKey(), after);
      toast.done(t("saved"), undo ? { undo: { label: common("undo"), run: () => void save(undo) } } : {});
      router.refresh();
    } catch (error) {
      const isDenied = errorCode(error) === "PERMISSION_DENIED";
      toast.failed(t("failed"), { detail: t(isDenied ? "denied" : "kept") });
    }
  }

  return (
    <Card title={t("title")} hint={t("hint")}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isDirty && isColor && name.trim()) void save(changes, { name: saved.name, color: saved.color });
        }}
      >
        <Field
          label={t("name")}
          error={hasTried && !name.trim() ? t("nameMissing") : undefined}
          disabled={props.isReadOnly}
        >
          <Input value={name} maxLength={120} onChange={(event) => setName(event.currentTarget.value)} />
        </Field>
        <Field
          label={t("color")}
          hint={t("colorHint")}
          error={!isColor ? t("colorShape") : undefined}
          disabled={props.isReadOnly}
        >
          <div className="flex items-center gap-2">
            <input
              type="color"
              aria-label={t("pick")}
              disabled={props.isReadOnly}
              value={isColor && written ? written : usualColor}
              onChange={(event) => setColor(event.currentTarget.value)}
              className="h-8 w-12 shrink-0 rounded-md border border-line-control bg-surface p-1 max-sm:h-11"
            />
            <Input
              dir="ltr"
              className="w-32"
              placeholder={usualColor}
              value={color}
              onChange={(event) => setColor(event.currentTarget.value)}
            />
          </div>
        </Field>
        <TonePreview name={name || saved.name} color={isColor && written ? written : usualColor} />
        {!props.isReadOnly && (
          <div>
            <Button type="submit" variant="primary" disabled={!isDirty} loading={update.isPending}>
              {t("save")}
            </Button>
          </div>
        )}
      </form>
    </Card>
  );
}

function TonePreview(props: { name: string; color: string }) {
  const t = useTranslations("settings.brand");
  const color = useDeferredValue(props.color);
  const tones = brandTones(color);
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-3 sm:grid-cols-2">
        {(["light", "dark"] as const).map((ground) => {
          const { fill, ink, text } = tones[ground];
          return (
            <div
              key={ground}
              className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-4"
              style={{ backgroundColor: ground === "light" ? "#faf9f6" : "#13110e" }}
            >
              <span className="truncate font-semibold" style={{ color: text }}>
                {props.name}
              </span>
              <span
                className="w-fit rounded-md px-3 py-1.5 font-medium"
                style={{ backgroundColor: fill, color: ink }}
              >
                {t("sample")}
              </span>
            </div>
          );
        })}
      </div>
      <p role="status" className="text-ink-faint text-sm">
        {tones.isCorrected ? t("corrected") : t("asChosen")}
      </p>
    </div>
  );
}
