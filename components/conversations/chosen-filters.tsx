"use client";

import { useQuery } from "@tanstack/react-query";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useIntentName } from "@/components/agent/use-intent-name";
import { useTRPC } from "@/components/trpc";
import { priorities } from "@/server/conversations/rules";
import { popoverFilters } from "./filter-popover";
import type { FilterName, InboxFilters } from "./use-inbox-address";
import { useTags } from "./use-tags";

/** What the list is narrowed by, each with its own way out. */
export function ChosenFilters(props: { filters: InboxFilters; onChange: (filters: InboxFilters) => void }) {
  const chosen = popoverFilters.filter((name) => {
    const value = props.filters[name];
    // These two have their own place among the lists.
    return value && !(name === "assignee" && (value === "me" || value === "nobody"));
  });
  if (chosen.length === 0) return null;
  return <Chosen {...props} chosen={chosen} />;
}

function Chosen(props: {
  filters: InboxFilters;
  chosen: readonly FilterName[];
  onChange: (filters: InboxFilters) => void;
}) {
  const t = useTranslations("conversations.filters");
  const nameOf = useFilterName();
  return (
    <ul aria-label={t("active")} className="flex flex-wrap gap-1.5 px-3 pb-2">
      {props.chosen.map((name) => {
        const { [name]: value = "", ...others } = props.filters;
        const label = nameOf(name, value);
        return (
          <li key={name} className="min-w-0">
            <button
              type="button"
              aria-label={t("remove", { name: label })}
              onClick={() => props.onChange(others)}
              className="flex h-6 max-w-full items-center gap-1 rounded-md bg-accent-soft px-2 font-medium text-accent-text text-xs hover:bg-hover max-sm:h-11"
            >
              <bdi className="truncate">{label}</bdi>
              <X aria-hidden size={12} className="shrink-0" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

const languages = ["tr", "en", "ru", "ar"] as const;

/** The words of a filter's value, as far as they are known. */
function useFilterName() {
  const t = useTranslations("conversations");
  const customers = useTranslations("customers");
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 300_000 }));
  const channels = useQuery(trpc.channels.list.queryOptions(undefined, { staleTime: 300_000 }));
  const intents = useQuery(trpc.agent.intents.queryOptions(undefined, { staleTime: 300_000 }));
  const { byId } = useTags();
  const intentName = useIntentName(intents.data?.intents);
  return (name: FilterName, value: string): string => {
    const gone = t("filters.gone");
    switch (name) {
      case "assignee":
        return members.data?.find(({ id }) => id === value)?.displayName ?? gone;
      case "channel":
        return channels.data?.find(({ id }) => id === value)?.name ?? gone;
      case "tag":
        return byId.get(value)?.name ?? gone;
      case "intent":
        return intentName(value);
      case "language": {
        const language = languages.find((one) => one === value);
        return language ? customers(`languageName.${language}`) : value;
      }
      case "clock":
        return t(`filters.clockOf.${value === "missed" ? "missed" : "near"}`);
      case "order":
        return t("filters.orderOf.due");
      case "priority":
        return t(`priority.of.${priorities.find((priority) => priority === value) ?? "normal"}`);
      default:
        return value;
    }
  };
}
