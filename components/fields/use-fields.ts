"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { useTRPC } from "@/components/trpc";
import type { CustomerField } from "@/server/fields/schemas";

const none: readonly CustomerField[] = [];
const known = [
  "FIELD_NOT_FOUND",
  "FIELD_NAME_TAKEN",
  "FIELD_LIMIT_REACHED",
  "FIELD_CHOICES_INVALID",
  "PERMISSION_DENIED",
] as const;

/** The workspace's fields in the order of the card, kept fresh. */
export function useFields() {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const query = useQuery(trpc.fields.list.queryOptions(undefined, { staleTime: 300_000 }));
  useLive(["field/"], () => void cache.invalidateQueries({ queryKey: trpc.fields.pathKey() }));
  const all = query.data ?? none;
  return { query, all, active: all.filter(({ isArchived }) => !isArchived) };
}

/** Why a change of a field was refused, and what to do. */
export function sayFieldFailure(
  t: ReturnType<typeof useTranslations<"fields">>,
  code: string | null,
): string {
  return t(`failures.${known.find((one) => one === code) ?? "other"}`);
}
