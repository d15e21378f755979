import { Skeleton } from "@/components/ui/skeleton";

const shapes = ["w-3/5", "w-2/5 self-end", "w-1/2 self-end", "w-2/3", "w-1/3", "w-5/12 self-end"];

/** Bubbles that have not come yet, from the bottom up as the thread is read. */
export function ThreadSkeleton() {
  return (
    <div aria-busy className="flex min-h-0 flex-1 flex-col justify-end overflow-hidden">
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-4 px-4 pb-5">
        {shapes.map((shape) => (
          <Skeleton key={shape} className={`h-14 rounded-lg ${shape}`} />
        ))}
      </div>
    </div>
  );
}

/** A conversation that has not come yet: who it is with, and what was said. */
export function ThreadPaneSkeleton() {
  return (
    <>
      <div aria-hidden className="flex min-h-14 items-center gap-3 border-line border-b px-4 py-2">
        <Skeleton className="size-8 rounded-full" />
        <div className="flex flex-col gap-2">
          <Skeleton className="w-40" />
          <Skeleton className="h-3 w-28" />
        </div>
      </div>
      <ThreadSkeleton />
    </>
  );
}
