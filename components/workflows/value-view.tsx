"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import type { ShownError, ShownValue } from "@/server/workflows/schemas";

const openBelowLines = 8;

/** A value as JSON; what is longer than a few lines is folded. */
export function ValueView({ label, value }: { label: string; value: ShownValue }) {
  const t = useTranslations("workflows.run");
  const format = useFormat();
  if (value.json === null)
    return <p className="text-ink-muted text-sm">{t("tooLarge", { size: format.bytes(value.bytes) })}</p>;
  return <Folded label={label} isOpen={value.json.split("\n").length <= openBelowLines} text={value.json} />;
}

export function ErrorView({ error }: { error: ShownError }) {
  const t = useTranslations("workflows.run");
  return (
    <div className="flex flex-col gap-1 rounded-md bg-danger-soft px-3 py-2 text-sm">
      <p dir="auto" className="break-words text-danger">
        <bdi className="font-medium">{error.name}</bdi>: {error.message}
      </p>
      {error.stack && <Folded label={t("stack")} isOpen={false} text={error.stack} />}
    </div>
  );
}

function Folded(props: { label: string; isOpen: boolean; text: string }) {
  return (
    <details open={props.isOpen} className="min-w-0 text-sm">
      <summary className="w-fit cursor-pointer select-none rounded-sm text-ink-muted hover:text-ink">
        {props.label}
      </summary>
      <pre
        dir="ltr"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than it scrolls by the arrow keys.
        tabIndex={0}
        className="mt-1 max-h-80 overflow-auto rounded-md bg-sunken p-2.5 text-start text-xs"
      >
        {props.text}
      </pre>
    </details>
  );
}
