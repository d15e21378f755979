"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Toaster as SonnerToaster, toast as sonner } from "sonner";
import type { Remark } from "../toast";

const failedMs = 10_000;

/** The remarks themselves; fetched after the page, or for the first of them. */
export function ToastList(props: {
  dir: "ltr" | "rtl";
  onReady: (show: ((remark: Remark) => void) | null) => void;
}) {
  const t = useTranslations("common");
  const { dir, onReady } = props;
  // After the list below, which listens from its own effect on.
  useEffect(() => {
    onReady(show);
    return () => onReady(null);
  }, [onReady]);
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

function show({ tone, text, detail, action, id }: Remark): void {
  const button = action && { label: action.label, onClick: action.run };
  if (tone === "done") sonner.success(text, { action: button });
  else if (tone === "failed")
    sonner.error(text, { id, description: detail, duration: failedMs, action: button });
  else sonner(text);
}
