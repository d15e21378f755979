"use client";

import { type ReactNode, useState } from "react";
import { cn } from "@/components/ui/cn";
import { ConversationPicture, type Talk } from "./conversation-picture";
import { type PlanKind, planKinds } from "./plans";

/** A recorded conversation for each of the four kinds, one at a time. */
export function KindPictures(props: {
  label: string;
  names: Record<PlanKind, string>;
  talks: Record<PlanKind, Talk>;
  /** In place of the picture, where there is something better to show. */
  render?: (kind: PlanKind, picture: ReactNode) => ReactNode;
}) {
  const [kind, setKind] = useState<PlanKind>("shop");
  const picture = <ConversationPicture talk={props.talks[kind]} />;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{props.label}</legend>
        {planKinds.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === kind}
            onClick={() => setKind(one)}
            className={cn(
              "h-8 rounded-full border border-line px-3 text-ink-muted text-sm transition-colors hover:border-line-control hover:text-ink max-sm:h-11",
              one === kind && "border-accent bg-accent-soft font-medium text-ink hover:border-accent",
            )}
          >
            {props.names[one]}
          </button>
        ))}
      </fieldset>
      {props.render ? props.render(kind, picture) : picture}
    </div>
  );
}
