"use client";

import { ImportSheet } from "@/components/imports/import-sheet";
import { useImport } from "@/components/imports/use-import";

/** Bringing in a file, as on the screen of what it holds. */
export function FileImport(props: {
  target: "faq" | "shopOrders";
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const work = useImport(props.target, true);
  return <ImportSheet isOpen={props.isOpen} onOpenChange={props.onOpenChange} work={work} />;
}
