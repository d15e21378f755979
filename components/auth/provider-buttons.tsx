"use client";

import Send from "lucide-react/icons/send";
import { useTranslations } from "next-intl";
import { type ReactNode, useActionState, useEffect } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { FormDeed } from "./form-answer";
import { useFaults } from "./use-faults";

export type ProviderName = "telegram" | "google" | "microsoft";

const marks: Record<ProviderName, ReactNode> = {
  telegram: <Send aria-hidden size={16} />,
  google: (
    <svg
      aria-hidden="true"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      <path d="M13 4.2A6 6 0 1 0 14 8H8.5" />
    </svg>
  ),
  microsoft: (
    <svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" fill="currentColor">
      <path d="M1 1h6.5v6.5H1zM8.5 1H15v6.5H8.5zM1 8.5h6.5V15H1zM8.5 8.5H15V15H8.5z" />
    </svg>
  ),
};

export const providerMark = (provider: ProviderName): ReactNode => marks[provider];

/** A way in by an account elsewhere, one button each. */
export function ProviderButtons(props: {
  providers: readonly ProviderName[];
  next: string | null;
  start: FormDeed;
}) {
  const t = useTranslations("auth");
  const [answer, start, isStarting] = useActionState(props.start, {});
  const { whole } = useFaults(answer);
  useEffect(() => {
    if (answer.leaveTo) window.location.assign(answer.leaveTo);
  }, [answer]);
  if (props.providers.length === 0) return null;
  return (
    <form action={start} className="flex flex-col gap-2">
      <p className="flex items-center gap-3 text-ink-faint text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
      {whole && <Notice tone="danger">{whole}</Notice>}
      {props.next && <input type="hidden" name="next" value={props.next} />}
      {props.providers.map((provider) => (
        <Button
          key={provider}
          type="submit"
          name="provider"
          value={provider}
          size="lg"
          disabled={isStarting}
          icon={providerMark(provider)}
        >
          {t("with", { provider: t(`providers.${provider}`) })}
        </Button>
      ))}
    </form>
  );
}
