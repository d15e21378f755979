"use client";

import { useMemo } from "react";
import { useAddress } from "@/components/shell/use-address";

/** What a field narrows the list to: equal (or, of a text, holding it), or from … to. */
export type FieldFilterChoice = { fieldId: string; is?: string; from?: string; to?: string };

/**
 * The view as the address bar says it: `?customer=cus_…&field=fld_…~is~evet&field=fld_…~from~10~to~20`. A link to a
 * customer opens that one, and one to a narrowed list shows the same list.
 */
export function useCustomerAddress() {
  const { params, write } = useAddress();
  const written = params.getAll("field").join("\n");
  const filters = useMemo(() => written.split("\n").flatMap(readFilter), [written]);

  return {
    customerId: params.get("customer"),
    filters,
    // Opening is a step to go back from; closing is not another one.
    open: (id: string | null) => write({ customer: id }, id !== null),
    narrow: (wanted: readonly FieldFilterChoice[]) => write({ field: wanted.map(writeFilter) }),
  };
}

const writeFilter = ({ fieldId, is, from, to }: FieldFilterChoice): string =>
  [
    fieldId,
    ...(is === undefined ? [] : ["is", is]),
    ...(from === undefined ? [] : ["from", from]),
    ...(to === undefined ? [] : ["to", to]),
  ].join("~");

/** What cannot be read narrows nothing. */
function readFilter(text: string): FieldFilterChoice[] {
  const [fieldId = "", ...rest] = text.split("~");
  const filter: FieldFilterChoice = { fieldId };
  if (rest[0] === "is") filter.is = rest.slice(1).join("~");
  else
    for (let at = 0; at + 1 < rest.length; at += 2) {
      if (rest[at] === "from") filter.from = rest[at + 1]!;
      if (rest[at] === "to") filter.to = rest[at + 1]!;
    }
  const says = Boolean(filter.is) || Boolean(filter.from) || Boolean(filter.to);
  return /^fld_[0-9a-f]{32}$/.test(fieldId) && says ? [filter] : [];
}
