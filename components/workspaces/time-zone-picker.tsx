"use client";

import { useFieldControl } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LateTrigger, late } from "@/components/ui/late";
import { nameOfZone } from "./time-zones";

const search = late(() => import("./time-zone-search"));

export type TimeZonePickerProps = {
  value: string;
  onValueChange: (zone: string) => void;
  disabled?: boolean;
};

/** One of the world's time zones, found by its city; stands inside a `Field`. */
export function TimeZonePicker(props: TimeZonePickerProps) {
  const { isDisabled } = useFieldControl();
  return (
    <LateTrigger
      part={search}
      popup="listbox"
      trigger={
        <Input
          readOnly
          role="combobox"
          aria-expanded={false}
          value={nameOfZone(props.value)}
          disabled={props.disabled || isDisabled}
        />
      }
    >
      {({ TimeZoneSearch }, standing) => <TimeZoneSearch {...props} standing={standing} />}
    </LateTrigger>
  );
}
