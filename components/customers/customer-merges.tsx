"use client";

import { useQuery } from "@tanstack/react-query";
import Merge from "lucide-react/icons/merge";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { lasting } from "@/components/ui/lasting";
import { useFormat } from "@/lib/format/use-format";
import type { CustomerMerge } from "@/server/customers/schemas";
import { useUndoMerge } from "./use-merges";

const MergeSheet = dynamic(
  lasting(() => import("./merge-sheet").then((file) => file.MergeSheet)),
  { ssr: false },
);

/** The records that have gone into this one, each with its way back, and the way to one more. */
export function CustomerMerges({ customerId }: { customerId: string }) {
  const t = useTranslations("customers.merge");
  const trpc = useTRPC();
  const { member } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const { data = [] } = useQuery(trpc.customers.merges.queryOptions({ customerId }));
  const mayMerge = member.role !== "support" && member.role !== "analyst";
  if (data.length === 0 && !mayMerge) return null;
  return (
    <div className="flex flex-col gap-2">
      {data.map((merge) => (
        <Merged key={merge.id} merge={merge} mayUndo={mayMerge} />
      ))}
      {mayMerge && (
        <>
          <Button
            size="sm"
            className="w-fit"
            icon={<Merge aria-hidden size={16} />}
            onClick={() => setOpen(true)}
          >
            {t("open")}
          </Button>
          <MergeSheet customerId={customerId} isOpen={isOpen} onOpenChange={setOpen} />
        </>
      )}
    </div>
  );
}

function Merged({ merge, mayUndo }: { merge: CustomerMerge; mayUndo: boolean }) {
  const t = useTranslations("customers.merge");
  const format = useFormat();
  const undo = useUndoMerge();
  return (
    <div className="flex items-start gap-3 rounded-lg border border-line p-3 text-sm">
      <div className="min-w-0 flex-1">
        <p>{t("includes", { name: merge.merged.name })}</p>
        <p className="text-ink-muted">
          {t("by", { name: merge.by ?? "", date: format.date(merge.at) })}
          {merge.undoableUntil && ` · ${t("until", { date: format.date(merge.undoableUntil) })}`}
        </p>
      </div>
      {mayUndo && merge.undoableUntil && (
        <Button size="sm" loading={undo.isPending} onClick={() => undo.run(merge.id)}>
          {t("undo")}
        </Button>
      )}
    </div>
  );
}
