"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { FaqLanguage } from "@/server/knowledge/rules";

const pauseMs = 400;

/** While a question is written: entries that ask the same already, each a step away. */
export function AlikeNotice(props: {
  question: string;
  language: FaqLanguage;
  entryId: string | undefined;
  onOpen: (entryId: string) => void;
}) {
  const t = useTranslations("knowledge.duplicates");
  const trpc = useTRPC();
  const question = usePaused(props.question.trim());
  const { language, entryId } = props;
  const alike = useQuery(
    trpc.knowledge.alike.queryOptions(
      { question, language, ...(entryId ? { exceptId: entryId } : {}) },
      { enabled: question.length > 0 },
    ),
  );
  if (question === "" || !alike.data?.length) return null;
  return (
    <Notice title={t("alike", { count: alike.data.length })}>
      <ul className="flex flex-col items-start gap-1 pt-1">
        {alike.data.map((entry) => (
          <li key={entry.id} className="max-w-full">
            <Button variant="ghost" size="sm" onClick={() => props.onOpen(entry.id)} className="max-w-full">
              <bdi lang={entry.language} className="truncate">
                {entry.question}
              </bdi>
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** The value once it has stood still for a moment. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
