"use client";

import { Combobox } from "@base-ui/react/combobox";
import Check from "lucide-react/icons/check";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { useFieldControl } from "@/components/ui/field";
import { controlClass } from "@/components/ui/input";
import type { Standing } from "@/components/ui/late";
import { itemClass, popupClass } from "@/components/ui/popup";
import { foldText } from "@/lib/text/fold";
import type { TimeZonePickerProps } from "./time-zone-picker";
import { describeZone, listZones, nameOfZone } from "./time-zones";

const mostShown = 60;

/** The list behind the time zone's field. */
export function TimeZoneSearch({ standing, ...props }: TimeZonePickerProps & { standing: Standing }) {
  const { attributes, labelId, isDisabled } = useFieldControl();
  const t = useTranslations("settings");
  const locale = useLocale();
  const [zones] = useState(() => listZones(props.value));
  return (
    <Combobox.Root
      items={zones}
      value={props.value}
      onValueChange={(zone) => zone !== null && props.onValueChange(zone)}
      itemToStringLabel={nameOfZone}
      filter={(zone: string, query) => foldText(nameOfZone(zone)).includes(foldText(query.trim()))}
      limit={mostShown}
      autoHighlight
      disabled={props.disabled || isDisabled}
      defaultOpen={standing.isOpen}
    >
      <span className="relative block">
        <Combobox.Input
          {...attributes}
          ref={standing.triggerRef}
          aria-labelledby={labelId}
          className={cn(controlClass, "h-8 w-full min-w-0 ps-2.5 pe-8 max-sm:h-11")}
        />
        <ChevronsUpDown
          aria-hidden
          size={14}
          className="pointer-events-none absolute inset-y-0 end-2 my-auto text-ink-faint"
        />
      </span>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50">
          <Combobox.Popup className={cn(popupClass, "w-(--anchor-width) min-w-72 max-w-[calc(100vw-1rem)]")}>
            <Combobox.Empty className="px-3 py-2 text-ink-muted empty:hidden">
              {t("zone.none")}
            </Combobox.Empty>
            <Combobox.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto p-1 data-empty:p-0">
              {(zone: string) => (
                <Combobox.Item key={zone} value={zone} className={itemClass}>
                  <span className="flex size-4 shrink-0 items-center">
                    <Combobox.ItemIndicator>
                      <Check aria-hidden size={16} />
                    </Combobox.ItemIndicator>
                  </span>
                  <span className="min-w-0 flex-1 truncate" dir="ltr">
                    {nameOfZone(zone)}
                  </span>
                  <span className="shrink-0 text-ink-faint text-sm tabular-nums">
                    {describeZone(zone, locale, new Date())}
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
