"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { useShortcut } from "@/components/shell/shortcuts";
import { Button } from "@/components/ui/button";

/** Stands at the foot of the page while something is unsaved, and says so; Ctrl or ⌘ S does the same. */
export function SaveBar(props: {
  isDirty: boolean;
  isSaving: boolean;
  /** What to know before saving: somebody else's change, or fields to correct. */
  remark?: ReactNode;
  onSave: () => void;
  onDiscard: () => void;
}) {
  const t = useTranslations("settings");
  useShortcut("mod+s", props.onSave, { label: t("save.action"), enabled: props.isDirty && !props.isSaving });
  useClearance(props.isDirty);
  if (!props.isDirty) return null;
  return (
    <div
      role="status"
      className="sticky bottom-[calc(var(--bottom-bar)+0.75rem)] z-10 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-raised px-4 py-3 shadow-float"
    >
      {/* At the start: passing remarks come at the other end and must not cover them. */}
      <div className="flex gap-2 max-sm:w-full max-sm:*:flex-1">
        <Button variant="primary" onClick={props.onSave} loading={props.isSaving}>
          {t("save.action")}
        </Button>
        <Button onClick={props.onDiscard} disabled={props.isSaving}>
          {t("save.discard")}
        </Button>
      </div>
      <div className="min-w-0 flex-1 basis-52 max-sm:order-first">
        <p className="font-medium">{t("save.unsaved")}</p>
        {props.remark && <p className="text-sm text-warn">{props.remark}</p>}
      </div>
    </div>
  );
}

/** While the bar stands, what takes the focus is scrolled to above it, not under it. */
function useClearance(isShown: boolean): void {
  useEffect(() => {
    if (!isShown) return;
    const { style } = document.documentElement;
    style.scrollPaddingBottom = "10rem";
    return () => {
      style.scrollPaddingBottom = "";
    };
  }, [isShown]);
}
