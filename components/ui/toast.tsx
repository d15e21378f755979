"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useTranslations } from "next-intl";
import { Toaster as SonnerToaster, toast as sonner } from "sonner";

type Undo = { label: string; run: () => void };

/** Passing remarks. What the reader must act on stands in the page, not here. */
export const toast = {
  /** Something worked; `undo` where there is a way back. */
  done(text: string, options?: { undo?: Undo }) {
    sonner.success(text, { action: options?.undo && toAction(options.undo) });
  },
  /** Something did not; says what was kept and offers the way on. Stays until it is read. */
  failed(text: string, options?: { detail?: string; retry?: Undo }) {
    sonner.error(text, {
      description: options?.detail,
      duration: 10_000,
      action: options?.retry && toAction(options.retry),
    });
  },
  /** Too much at once: told once, however many asked. */
  limited(text: string) {
    sonner.error(text, { id: "limited", duration: 10_000 });
  },
  note(text: string) {
    sonner(text);
  },
};

function toAction({ label, run }: Undo) {
  return { label, onClick: run };
}

/** Where remarks appear; once, in the root layout. */
export function Toaster({ dir }: { dir: "ltr" | "rtl" }) {
  const t = useTranslations("common");
  return (
    <SonnerToaster
      dir={dir}
      position={dir === "rtl" ? "bottom-left" : "bottom-right"}
      containerAriaLabel={t("notifications")}
      mobileOffset={{ bottom: 72 }}
      icons={{
        success: <CircleCheck aria-hidden size={16} className="text-success" />,
        error: <TriangleAlert aria-hidden size={16} className="text-danger" />,
        info: <Info aria-hidden size={16} />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-lg bg-raised p-3 font-sans text-base text-ink shadow-float",
          icon: "mt-0.5 flex shrink-0",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-ink-muted text-sm",
          actionButton: "shrink-0 rounded-md px-2 py-0.5 font-medium text-accent-text hover:bg-hover",
        },
      }}
    />
  );
}
