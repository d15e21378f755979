"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { cn } from "../cn";
import type { DialogProps } from "../dialog";
import { IconButton } from "../icon-button";
import { backdropClass } from "../popup";

export function DialogWindow(props: DialogProps) {
  const t = useTranslations("common");
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange} disablePointerDismissal={props.keepOpen}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto sm:items-center sm:p-6">
          <Base.Popup
            className={cn(
              "relative w-full rounded-lg bg-raised p-5 text-ink shadow-float outline-hidden transition-[opacity,translate] max-sm:rounded-b-none max-sm:pb-8 sm:max-w-md",
              "data-ending-style:translate-y-2 data-starting-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:opacity-0",
              props.className,
            )}
          >
            <Base.Title className="pe-8 font-semibold text-lg">{props.title}</Base.Title>
            {props.description && (
              <Base.Description className="mt-1 text-ink-muted">{props.description}</Base.Description>
            )}
            {props.children && <div className="mt-4">{props.children}</div>}
            {props.footer && (
              <div className="mt-5 flex flex-wrap justify-end gap-2 max-sm:flex-col-reverse max-sm:*:w-full">
                {props.footer}
              </div>
            )}
            <Base.Close
              render={
                <IconButton
                  quiet
                  label={t("close")}
                  icon={<X aria-hidden size={16} />}
                  className="absolute end-3 top-3.5"
                />
              }
            />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
