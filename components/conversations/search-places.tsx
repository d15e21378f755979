"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { type InboxAddress, placeOf, toQuery, type useInboxAddress } from "./use-inbox-address";

/** Where a search looks: for customers by what they are called, or in what was said. */
export function SearchPlaces(props: {
  address: InboxAddress;
  go: ReturnType<typeof useInboxAddress>["go"];
  /** How many conversations of customers were found so far; null while none is shown. */
  found: number | null;
  isTruncated: boolean;
}) {
  const t = useTranslations("conversations");
  const { address } = props;
  const chosen = placeOf(address);
  return (
    <>
      <nav aria-label={t("find.places")} className="flex gap-1 px-2">
        {(["customers", "messages"] as const).map((place) => (
          <a
            key={place}
            href={toQuery({ ...address, place, conversationId: null })}
            aria-current={place === chosen ? "page" : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              props.go({ place });
            }}
            className={cn(
              "-mb-px flex h-10 min-w-0 items-center border-transparent border-b-2 px-2 text-ink-muted transition-colors hover:text-ink focus-visible:-outline-offset-2 max-sm:h-11",
              place === chosen && "border-accent font-medium text-ink",
            )}
          >
            <span className="truncate">{t(`find.place.${place}`)}</span>
          </a>
        ))}
      </nav>
      {chosen === "customers" && (
        <p role="status" className="border-line border-t px-3 py-2 text-ink-muted text-sm empty:hidden">
          {props.isTruncated
            ? t("search.truncated")
            : props.found !== null && t("search.results", { count: props.found })}
        </p>
      )}
    </>
  );
}
