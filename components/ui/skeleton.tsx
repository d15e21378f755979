import { cn } from "./cn";

/** The shape of what comes. Read out once by whoever holds it, with `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("skeleton h-4", className)} />;
}

export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <div aria-hidden className="flex flex-col gap-2">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without identity.
        <div key={line} className={cn("skeleton h-3.5", line === lines - 1 ? "w-3/5" : "w-full")} />
      ))}
    </div>
  );
}

/** Rows as tall as a table's, so that nothing jumps. */
export function SkeletonTable({ rows = 8, columns = 4 }: { rows?: number; columns?: number }) {
  return (
    <div aria-hidden className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity.
        <div key={row} className="flex h-11 items-center gap-6 border-line border-b px-3 last:border-b-0">
          {Array.from({ length: columns }, (_, column) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: cells without identity.
              key={column}
              className={cn("skeleton h-3.5 flex-1", (row + column) % 3 === 0 && "max-w-[60%]")}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
