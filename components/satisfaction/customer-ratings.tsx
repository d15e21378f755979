"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { useTRPC } from "@/components/trpc";
import { useFormat } from "@/lib/format/use-format";
import { emojiOf } from "@/server/satisfaction/rules";
import type { Rating } from "@/server/satisfaction/schemas";

/** What a customer has said of their conversations, the newest first; nothing where nobody was asked. */
export function CustomerRatings(props: { customerId: string; conversationId?: string }) {
  const t = useTranslations("customers.ratings");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data } = useQuery(trpc.satisfaction.ratings.queryOptions({ customerId: props.customerId }));
  useLive(["conversation/rated"], () =>
    cache.invalidateQueries({ queryKey: trpc.satisfaction.ratings.queryKey() }),
  );
  if (!data || data.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-ink-muted text-sm">{t("title")}</h3>
      <ul className="flex flex-col gap-3">
        {data.map((rating) => (
          <RatingLine
            key={rating.id}
            rating={rating}
            isThis={rating.conversationId === props.conversationId}
          />
        ))}
      </ul>
    </section>
  );
}

function RatingLine({ rating, isThis }: { rating: Rating; isThis: boolean }) {
  const t = useTranslations("customers.ratings");
  const format = useFormat();
  const { score, comment, memberName } = rating;
  const remarks = [
    ...(isThis ? [t("this")] : []),
    format.relative(rating.ratedAt ?? rating.askedAt),
    ...(score === null ? [] : [memberName ? t("by", { name: memberName }) : t("agent")]),
    ...(rating.isChanged ? [t("changed")] : []),
  ];
  return (
    <li className="flex gap-2.5">
      <span aria-hidden className="text-lg leading-6">
        {score === null ? "·" : emojiOf(score)}
      </span>
      <span className="flex min-w-0 flex-col">
        <span className="font-medium tabular-nums">
          {score === null ? t("asked") : t("score", { score })}
        </span>
        {comment && (
          <span dir="auto" className="whitespace-pre-wrap break-words match-parent">
            {comment}
          </span>
        )}
        <span className="text-ink-muted text-sm">
          <bdi>{remarks.join(" · ")}</bdi>
        </span>
      </span>
    </li>
  );
}
