"use client";

import { useAddress } from "@/components/shell/use-address";
import { type FaqLanguage, faqLanguages } from "@/server/knowledge/rules";

const views = ["faq", "facts", "synonyms"] as const;

/** The view as the address bar says it: `?view=facts|synonyms&q=…&language=tr&tag=…&use=off&entry=faq_…|new`. */
export function useKnowledgeAddress() {
  const { params, write } = useAddress();
  const use = params.get("use");

  return {
    view: views.find((view) => view === params.get("view")) ?? "faq",
    search: params.get("q") ?? "",
    language: faqLanguages.find((known) => known === params.get("language")) ?? null,
    tag: params.get("tag"),
    isEnabled: use === "on" ? true : use === "off" ? false : null,
    /** `faq_…`, or `new`. */
    entry: params.get("entry"),
    setSearch: (search: string) => write({ q: search.trim() || null }),
    setLanguage: (language: FaqLanguage | null) => write({ language }),
    setTag: (tag: string | null) => write({ tag }),
    setEnabled: (isEnabled: boolean | null) =>
      write({ use: isEnabled === null ? null : isEnabled ? "on" : "off" }),
    clear: () => write({ q: null, language: null, tag: null, use: null }),
    // Opening is a step to go back from; closing is not another one.
    open: (entry: string | null) => write({ entry }, entry !== null),
  };
}

export type KnowledgeAddress = ReturnType<typeof useKnowledgeAddress>;
