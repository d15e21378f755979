"use client";

import { useQuery } from "@tanstack/react-query";
import ListFilter from "lucide-react/icons/list-filter";
import { useTranslations } from "next-intl";
import { useIntentName } from "@/components/agent/use-intent-name";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { answeringRoles } from "@/server/conversations/rules";
import type { FilterName, InboxFilters } from "./use-inbox-address";
import { useTags } from "./use-tags";

/** The filters that stand behind the button; the others have their own row. */
export const popoverFilters = [
  "assignee",
  "priority",
  "tag",
  "channel",
  "intent",
  "language",
  "clock",
  "order",
] as const;
const languages = ["tr", "en", "ru", "ar"] as const;
const priorities = ["urgent", "high", "normal", "low"] as const;
const clockStates = ["near", "missed"] as const;
const unset = "any";

/** Narrows the list by who, what, where and in which language; what is chosen stands in the address. */
export function FilterPopover(props: { filters: InboxFilters; onChange: (filters: InboxFilters) => void }) {
  const t = useTranslations("conversations.filters");
  const active = popoverFilters.filter((name) => props.filters[name]).length;
  return (
    <Popover
      trigger={
        <IconButton
          label={active > 0 ? t("labelActive", { count: active }) : t("label")}
          icon={<ListFilter aria-hidden size={16} />}
          variant="secondary"
          className={cn(active > 0 && "border-accent bg-accent-soft text-accent-text")}
        />
      }
      align="end"
      title={t("label")}
    >
      <Choices {...props} />
      {active > 0 && (
        <Button
          variant="ghost"
          className="mt-3"
          onClick={() => {
            const kept = Object.entries(props.filters).filter(
              ([name]) => !popoverFilters.some((one) => one === name),
            );
            props.onChange(Object.fromEntries(kept));
          }}
        >
          {t("clear")}
        </Button>
      )}
    </Popover>
  );
}

function Choices(props: { filters: InboxFilters; onChange: (filters: InboxFilters) => void }) {
  const t = useTranslations("conversations");
  const customers = useTranslations("customers");
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 300_000 }));
  const channels = useQuery(trpc.channels.list.queryOptions(undefined, { staleTime: 300_000 }));
  const intents = useQuery(trpc.agent.intents.queryOptions(undefined, { staleTime: 300_000 }));
  const { tags } = useTags();
  const intentName = useIntentName(intents.data?.intents);
  const items: Record<(typeof popoverFilters)[number], { value: string; label: string }[]> = {
    assignee: [
      { value: "me", label: t("assign.me") },
      { value: "nobody", label: t("assign.nobody") },
      ...(members.data ?? [])
        .filter(({ role, isYou }) => answeringRoles.includes(role) && !isYou)
        .map(({ id, displayName }) => ({ value: id, label: displayName })),
    ],
    priority: priorities.map((value) => ({ value, label: t(`priority.${value}`) })),
    tag: tags.map(({ id, name }) => ({ value: id, label: name })),
    channel: (channels.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
    intent: (intents.data?.intents ?? []).map(({ intent }) => ({ value: intent, label: intentName(intent) })),
    language: languages.map((value) => ({ value, label: customers(`languageName.${value}`) })),
    clock: clockStates.map((value) => ({ value, label: t(`filters.clockOf.${value}`) })),
    order: [{ value: "due", label: t("filters.orderOf.due") }],
  };
  const set = (name: FilterName, value: string) => {
    const { [name]: _, ...others } = props.filters;
    props.onChange(value === unset ? others : { ...others, [name]: value });
  };
  return (
    <div className="grid grid-cols-2 gap-3">
      {popoverFilters.map((name) => (
        <Field key={name} label={t(`filters.${name}`)}>
          <Select
            className="w-full"
            items={[
              { value: unset, label: t(name === "order" ? "filters.newest" : "filters.any") },
              ...items[name],
            ]}
            value={props.filters[name] ?? unset}
            onValueChange={(value) => set(name, value)}
          />
        </Field>
      ))}
    </div>
  );
}
