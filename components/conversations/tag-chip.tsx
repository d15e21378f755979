import { cn } from "@/components/ui/cn";
import type { TagColour } from "@/server/tags/schemas";

const dots: Record<TagColour, string> = {
  1: "bg-chart-1",
  2: "bg-chart-2",
  3: "bg-chart-3",
  4: "bg-chart-4",
  5: "bg-chart-5",
  6: "bg-chart-6",
};

/** The colour of a tag; its name always stands beside it or is read out. */
export function TagDot({ colour, className }: { colour: TagColour; className?: string }) {
  return <span aria-hidden className={cn("size-2 shrink-0 rounded-full", dots[colour], className)} />;
}
