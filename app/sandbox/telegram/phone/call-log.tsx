"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { useFormat } from "@/lib/format/use-format";
import type { Call } from "@/sandbox/telegram/records";

/** What the bot asked for in this chat, newest first; each opens to its parameters and its answer. */
export function CallLog({ calls }: { calls: readonly Call[] }) {
  const t = useTranslations("sandbox.calls");
  const { time } = useFormat();
  return (
    <section className="flex min-h-0 flex-col gap-3">
      <header>
        <h2 className="flex h-8 items-center font-semibold">{t("title")}</h2>
        <p className="text-ink-muted text-sm">{calls.length > 0 ? t("hint") : t("empty")}</p>
      </header>
      <ul className="flex flex-col">
        {calls.toReversed().map((call) => (
          <li key={call.id} className="border-line border-b last:border-b-0">
            <details className="group py-2">
              <summary className="flex cursor-default list-none items-center gap-2 rounded-md">
                <code dir="ltr" className="min-w-0 flex-1 truncate text-start font-mono text-sm">
                  {call.method}
                </code>
                <span className="text-ink-faint text-xs tabular-nums">{time(call.date)}</span>
                {call.answer.ok ? (
                  <Badge tone="success">{t("ok")}</Badge>
                ) : (
                  <Badge tone="danger">{call.answer.error_code}</Badge>
                )}
              </summary>
              {!call.answer.ok && <p className="mt-1 text-danger text-sm">{call.answer.description}</p>}
              <pre
                dir="ltr"
                className="mt-2 max-h-64 overflow-auto whitespace-pre-wrap break-words rounded-md bg-sunken p-2 text-start font-mono text-xs"
              >
                {JSON.stringify(call.params, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
