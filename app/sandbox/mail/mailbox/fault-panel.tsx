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
import type { MailFault, MailFaultKind } from "@/sandbox/mail/records";
import type { MailControl } from "./control";

const kinds = ["550", "451", "452", "421", "552", "554", "535", "slow", "drop", "drop_after"] as const;
const refreshMs = 2_000;

/** Failures planted on purpose: what is still to strike, and what else may. */
export function FaultPanel({ control }: { control: MailControl }) {
  const t = useTranslations("mail.mailbox.faults");
  const failed = useTranslations("mail.mailbox");
  const [faults, setFaults] = useState<MailFault[]>([]);
  const [kind, setKind] = useState<MailFaultKind>("550");
  const [to, setTo] = useState("");
  const [times, setTimes] = useState("1");
  const read = useCallback(() => {
    // A failed read keeps what is shown; the next one is near.
    control.faults().then(setFaults, () => {});
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
  const plant = (event: FormEvent) => {
    event.preventDefault();
    attempt(control.plant({ kind, times: Number(times), ...(to.trim() && { to: to.trim() }) }));
  };
  return (
    <details className="border-line border-t">
      <summary className="cursor-pointer px-4 py-3 font-medium">
        {t("title")}
        {faults.length > 0 && (
          <Badge tone="warn" className="ms-2">
            {faults.length}
          </Badge>
        )}
      </summary>
      <div className="flex max-h-[50dvh] flex-col gap-4 overflow-y-auto px-4 pb-4">
        <p className="text-ink-muted text-sm">{t("hint")}</p>
        <form onSubmit={plant} className="flex flex-col gap-3">
          <Field label={t("kind")}>
            <Select
              items={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
              value={kind}
              onValueChange={setKind}
            />
          </Field>
          <Field label={t("to")} hint={t("toHint")}>
            <Input dir="ltr" value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)} />
          </Field>
          <Field label={t("times")}>
            <Input
              type="number"
              min={1}
              max={1000}
              required
              dir="ltr"
              value={times}
              onChange={({ currentTarget }) => setTimes(currentTarget.value)}
            />
          </Field>
          <Button type="submit">{t("plant")}</Button>
        </form>
        {faults.length > 0 && (
          <ul aria-label={t("waiting")} className="flex flex-col gap-1">
            {faults.map((fault) => (
              <li key={fault.id} className="flex items-center gap-2 text-sm">
                <span className="min-w-0 flex-1">
                  {t(`kinds.${fault.kind}`)} <bdi className="text-ink-muted">{fault.to}</bdi> ×{fault.times}
                </span>
                <IconButton
                  label={t("clear")}
                  icon={<X aria-hidden size={16} />}
                  size="sm"
                  onClick={() => attempt(control.clear(fault.id))}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}
