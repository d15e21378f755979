"use client";

import Check from "lucide-react/icons/check";
import ChevronDown from "lucide-react/icons/chevron-down";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { StepKey, WorkspaceKind } from "@/server/start/schemas";

/** One step: what it is, whether it is done, and when open, what to do. */
export function Step(props: {
  number: number;
  step: StepKey;
  kind: WorkspaceKind;
  isDone: boolean;
  isOpen: boolean;
  onToggle: () => void;
  onSkip: (() => void) | undefined;
  children: ReactNode;
}) {
  const t = useTranslations("start.steps");
  const id = useId();
  const { isDone, isOpen } = props;
  return (
    <li
      data-step={props.step}
      data-done={isDone || undefined}
      className={cn("rounded-lg border border-line bg-surface", isOpen && "border-line-control")}
    >
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={props.onToggle}
          className="flex min-h-14 w-full items-center gap-3 rounded-lg px-4 py-2.5 text-start focus-visible:-outline-offset-2"
        >
          <span
            aria-hidden
            className={cn(
              "flex size-6 shrink-0 items-center justify-center rounded-full border border-line-control text-ink-muted text-sm tabular-nums",
              isDone && "border-success bg-success-soft text-success",
            )}
          >
            {isDone ? <Check size={14} /> : props.number}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block font-medium">{t(`${props.step}.title`)}</span>
            {!isOpen && (
              <span className="block truncate text-ink-muted text-sm">
                {isDone
                  ? t(`${props.step}.done`)
                  : props.step === "facts"
                    ? t(`facts.shorts.${props.kind}`)
                    : t(`${props.step}.short`)}
              </span>
            )}
          </span>
          {isDone && <span className="sr-only">{t("isDone")}</span>}
          <ChevronDown
            aria-hidden
            size={16}
            className={cn("shrink-0 text-ink-faint transition-transform", isOpen && "rotate-180")}
          />
        </button>
      </h2>
      <div id={id} hidden={!isOpen} className="flex flex-col gap-4 px-4 pb-4 sm:ps-13">
        {isOpen && (
          <>
            <p className="text-ink-muted">
              {props.step === "facts" ? t(`facts.leads.${props.kind}`) : t(`${props.step}.lead`)}
            </p>
            {props.children}
            {props.onSkip && (
              <Button variant="ghost" size="sm" className="w-fit" onClick={props.onSkip}>
                {t("skip")}
              </Button>
            )}
          </>
        )}
      </div>
    </li>
  );
}
