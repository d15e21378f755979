"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { cn } from "../cn";
import { IconButton } from "../icon-button";
import { backdropClass } from "../popup";
import type { SheetProps } from "../sheet";

const widths = { md: "sm:w-[26rem]", lg: "sm:w-[36rem]" } as const;

export function SheetWindow(props: SheetProps) {
  const t = useTranslations("common");
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          className={cn(
            "fixed inset-y-0 end-0 z-40 flex w-full flex-col bg-raised text-ink shadow-float outline-hidden transition-[opacity,translate] duration-200",
            "data-ending-style:translate-x-8 data-starting-style:translate-x-8 data-ending-style:opacity-0 data-starting-style:opacity-0",
            "rtl:data-ending-style:-translate-x-8 rtl:data-starting-style:-translate-x-8",
            widths[props.width ?? "md"],
          )}
        >
          <header className="flex items-start gap-2 border-line border-b ps-5 pe-3 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Base.Title className="truncate font-semibold text-lg">{props.title}</Base.Title>
              {props.description && (
                <Base.Description className="text-ink-muted text-sm">{props.description}</Base.Description>
              )}
            </div>
            {props.actions}
            <Base.Close render={<IconButton quiet label={t("close")} icon={<X aria-hidden size={16} />} />} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-5">{props.children}</div>
          {props.footer && (
            <footer className="flex justify-end gap-2 border-line border-t px-5 py-3">{props.footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
