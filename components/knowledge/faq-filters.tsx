"use client";

import { useTranslations } from "next-intl";
import { SearchInput } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { faqLanguages } from "@/server/knowledge/rules";
import type { KnowledgeAddress } from "./use-knowledge-address";

/** What narrows the questions; it stands in the address bar. */
export function FaqFilters(props: {
  address: KnowledgeAddress;
  typed: string;
  onType: (text: string) => void;
  tags: readonly string[];
}) {
  const t = useTranslations("knowledge");
  const { address } = props;
  const use = address.isEnabled === null ? "all" : address.isEnabled ? "on" : "off";
  return (
    <>
      <SearchInput
        label={t("faq.search")}
        value={props.typed}
        onValueChange={(text) => {
          props.onType(text);
          address.setSearch(text);
        }}
        className="w-full sm:w-72"
      />
      <Select
        label={t("faq.filters.language")}
        value={address.language ?? "all"}
        onValueChange={(value) => address.setLanguage(value === "all" ? null : value)}
        items={[
          { value: "all" as const, label: t("faq.filters.allLanguages") },
          ...faqLanguages.map((value) => ({ value, label: t(`languages.${value}`) })),
        ]}
        className="w-40"
      />
      {props.tags.length > 0 && (
        <Select
          label={t("faq.filters.tag")}
          value={address.tag === null ? "all" : tagValue(address.tag)}
          onValueChange={(value) => address.setTag(value === "all" ? null : value.slice(tagValue("").length))}
          items={[
            { value: "all", label: t("faq.filters.allTags") },
            ...props.tags.map((tag) => ({ value: tagValue(tag), label: tag })),
          ]}
          className="w-40"
        />
      )}
      <Select
        label={t("faq.filters.use")}
        value={use}
        onValueChange={(value) => address.setEnabled(value === "all" ? null : value === "on")}
        items={[
          { value: "all" as const, label: t("faq.filters.allUse") },
          { value: "on" as const, label: t("faq.enabled") },
          { value: "off" as const, label: t("faq.disabled") },
        ]}
        className="w-36"
      />
    </>
  );
}

/** A tag may be called "all". */
const tagValue = (tag: string): string => `tag:${tag}`;
