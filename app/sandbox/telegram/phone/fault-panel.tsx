"use client";

import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { Fault, FaultKind } from "@/sandbox/telegram/records";
import { BotFaults } from "./bot-faults";
import type { Control, PhoneBot } from "./control";

const kinds = [
  "429",
  "400",
  "401",
  "403",
  "409",
  "5xx",
  "timeout",
  "timeout_after",
  "cut",
  "duplicate",
  "reorder",
] as const;
/** These strike deliveries to the bot, not its calls. */
const ofDeliveries: readonly FaultKind[] = ["duplicate", "reorder"];
const refreshMs = 2000;

/** Failures planted on purpose: what is still to strike, and what else may. */
export function FaultPanel({ control, bot }: { control: Control; bot: PhoneBot }) {
  const t = useTranslations("sandbox.faults");
  const failed = useTranslations("sandbox");
  const [faults, setFaults] = useState<Fault[]>([]);
  const [kind, setKind] = useState<FaultKind>("429");
  const [times, setTimes] = useState("1");
  const [method, setMethod] = useState("sendMessage");

  const read = useCallback(() => {
    // A failed read keeps what is shown; the next one is near.
    control.listFaults().then(setFaults, () => {});
  }, [control]);
  useEffect(() => {
    read();
    const timer = setInterval(() => document.visibilityState === "visible" && read(), refreshMs);
    return () => clearInterval(timer);
  }, [read]);
  const attempt = (deed: Promise<unknown>) => {
    deed.then(read, (error: unknown) => {
      toast.failed(failed("failed"), {
        detail: error instanceof Error ? error.message : failed("failedHint"),
      });
    });
  };
  const isOfDelivery = ofDeliveries.includes(kind);
  const plant = (event: FormEvent) => {
    event.preventDefault();
    const asked = method.trim();
    const only = isOfDelivery || asked === "" ? {} : { method: asked };
    attempt(control.plantFault({ bot: bot.username, kind, times: Number(times), ...only }));
  };
  return (
    <div className="flex flex-col gap-5">
      <BotFaults control={control} bot={bot} onAttempt={attempt} />
      <p className="text-ink-muted text-sm">{t("hint")}</p>
      <form onSubmit={plant} className="flex flex-col gap-3">
        <Field label={t("kind")}>
          <Select
            items={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            value={kind}
            onValueChange={setKind}
          />
        </Field>
        {!isOfDelivery && (
          <Field label={t("method")} hint={t("methodHint")}>
            <Input
              dir="ltr"
              value={method}
              onChange={({ currentTarget }) => setMethod(currentTarget.value)}
            />
          </Field>
        )}
        <div className="flex items-end gap-3">
          <Field label={t("times")} className="flex-1">
            <Input
              type="number"
              min={1}
              max={1000}
              required
              value={times}
              onChange={({ currentTarget }) => setTimes(currentTarget.value)}
            />
          </Field>
          <Button type="submit">{t("plant")}</Button>
        </div>
      </form>
      <section className="flex flex-col gap-2">
        <header className="flex h-8 items-center justify-between">
          <h3 className="font-medium">{t("planted")}</h3>
          {faults.length > 0 && (
            <Button size="sm" variant="ghost" onClick={() => attempt(control.clearFault())}>
              {t("clearAll")}
            </Button>
          )}
        </header>
        {faults.length === 0 && <p className="text-ink-muted text-sm">{t("none")}</p>}
        <ul className="flex flex-col">
          {faults.map((fault) => (
            <li key={fault.id} className="flex items-center gap-2 border-line border-b py-1 last:border-b-0">
              <span className="min-w-0 flex-1">
                <span className="block truncate">{t(`kinds.${fault.kind}`)}</span>
                <code dir="ltr" className="block truncate text-start font-mono text-ink-muted text-xs">
                  {[fault.bot && `@${fault.bot}`, fault.method].filter(Boolean).join(" ")}
                </code>
              </span>
              <Badge tone="warn">{t("left", { count: fault.times })}</Badge>
              <IconButton
                size="sm"
                label={t("clear")}
                icon={<X aria-hidden size={16} />}
                onClick={() => attempt(control.clearFault(fault.id))}
              />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
