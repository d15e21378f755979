"use client";

import { useSearchParams } from "next/navigation";
import { type FaqLanguage, faqLanguages } from "@/server/knowledge/rules";

const views = ["faq", "facts", "synonyms"] as const;

/** The view as the address bar says it: `?view=facts|synonyms&q=…&language=tr&tag=…&use=off&entry=faq_…|new`. */
export function useKnowledgeAddress() {
  const params = useSearchParams();
  const use = params.get("use");

  function write(changes: Record<string, string | null>, isStep: boolean) {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    const query = next.size > 0 ? `?${next}` : "";
    const address = `${window.location.pathname}${query}`;
    if (isStep) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }

  return {
    view: views.find((view) => view === params.get("view")) ?? "faq",
    search: params.get("q") ?? "",
    language: faqLanguages.find((known) => known === params.get("language")) ?? null,
    tag: params.get("tag"),
    isEnabled: use === "on" ? true : use === "off" ? false : null,
    /** `faq_…`, or `new`. */
    entry: params.get("entry"),
    setSearch: (search: string) => write({ q: search.trim() || null }, false),
    setLanguage: (language: FaqLanguage | null) => write({ language }, false),
    setTag: (tag: string | null) => write({ tag }, false),
    setEnabled: (isEnabled: boolean | null) =>
      write({ use: isEnabled === null ? null : isEnabled ? "on" : "off" }, false),
    clear: () => write({ q: null, language: null, tag: null, use: null }, false),
    // Opening is a step to go back from; closing is not another one.
    open: (entry: string | null) => write({ entry }, entry !== null),
  };
}

export type KnowledgeAddress = ReturnType<typeof useKnowledgeAddress>;
