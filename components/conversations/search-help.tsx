"use client";

import CircleHelp from "lucide-react/icons/circle-question-mark";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";

/** What can be written into the search, in the order in which it is wanted. */
const rows = [
  "phrase",
  "not",
  "from",
  "customer",
  "order",
  "member",
  "channel",
  "tag",
  "is",
  "has",
  "lang",
  "intent",
  "after",
  "before",
  "on",
] as const;

/** The operators of the search with an example each, which a press writes into the field. */
export function SearchHelp({ onExample }: { onExample: (example: string) => void }) {
  const t = useTranslations("conversations.find");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      align="end"
      title={t("help.title")}
      className="max-h-[min(32rem,80dvh)] w-96 overflow-y-auto"
      trigger={
        <IconButton label={t("help.title")} variant="secondary" icon={<CircleHelp aria-hidden size={16} />} />
      }
    >
      <p className="mb-2 text-ink-muted text-sm">{t("help.intro")}</p>
      <ul className="-mx-2 flex flex-col">
        {rows.map((row) => (
          <li key={row}>
            <button
              type="button"
              onClick={() => {
                setOpen(false);
                onExample(t(`examples.${row}`));
              }}
              className="flex w-full flex-col items-start rounded-md px-2 py-1.5 text-start hover:bg-hover max-sm:min-h-11"
            >
              <bdi className="font-medium text-accent-text">{t(`examples.${row}`)}</bdi>
              <span className="text-ink-muted text-sm">{t(`help.${row}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
