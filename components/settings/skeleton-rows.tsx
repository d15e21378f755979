import { Skeleton } from "@/components/ui/skeleton";

/** Rows of a list that is on its way, as tall as what comes. */
export function SkeletonRows({ rows, rowClass }: { rows: number; rowClass: string }) {
  return (
    <div aria-busy className="divide-y divide-line">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity.
        <div key={row} className={`flex items-center gap-6 px-4 ${rowClass}`}>
          <Skeleton className="w-24 shrink-0" />
          <Skeleton className="max-w-64 flex-1" />
        </div>
      ))}
    </div>
  );
}
