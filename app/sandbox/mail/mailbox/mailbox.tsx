"use client";

import Mail from "lucide-react/icons/mail";
import MailSearch from "lucide-react/icons/mail-search";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { SearchInput } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState } from "@/components/ui/states";
import type { MailEntry } from "@/sandbox/mail/records";
import type { MailControl } from "./control";
import { FaultPanel } from "./fault-panel";
import { MailView } from "./mail-view";

const refreshMs = 2_000;

/** The list, newest first and read again every two seconds, with the chosen mail beside it. */
export function Mailbox({ control, to }: { control: MailControl; to: string | null }) {
  const t = useTranslations("mail.mailbox");
  const [mails, setMails] = useState<MailEntry[] | null>(null);
  const [search, setSearch] = useState(to ?? "");
  const [chosen, setChosen] = useState<string | null>(null);
  const read = useCallback(() => {
    // A failed read keeps what is shown; the next one is near.
    control.list(search).then(
      (found) => {
        setMails(found);
        // Who comes for one address reads its newest mail at once.
        if (to && search === to) setChosen((before) => before ?? found[0]?.id ?? null);
      },
      () => {},
    );
  }, [control, search, to]);
  useEffect(() => {
    read();
    const timer = setInterval(() => document.visibilityState === "visible" && read(), refreshMs);
    return () => clearInterval(timer);
  }, [read]);
  const isNarrowed = search !== "";
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] lg:grid-cols-[22rem_minmax(0,1fr)]">
      <div className={cn("flex min-h-0 flex-col border-line lg:border-e", chosen && "max-lg:hidden")}>
        <div className="border-line border-b p-3">
          <SearchInput label={t("search")} value={search} onValueChange={setSearch} />
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto" aria-busy={mails === null || undefined}>
          {mails?.length === 0 && (
            <EmptyState
              icon={isNarrowed ? <MailSearch aria-hidden size={20} /> : <Mail aria-hidden size={20} />}
              title={isNarrowed ? t("none") : t("empty")}
              hint={isNarrowed ? undefined : t("emptyHint")}
            />
          )}
          {mails !== null && mails.length > 0 && (
            <ul aria-label={t("list")}>
              {mails.map((mail) => (
                <li key={mail.id}>
                  <button
                    type="button"
                    aria-current={mail.id === chosen || undefined}
                    onClick={() => setChosen(mail.id)}
                    className="focus-visible:-outline-offset-2 flex w-full flex-col gap-0.5 border-line border-b px-4 py-3 text-start hover:bg-hover aria-current:bg-accent-soft"
                  >
                    <span className="flex items-baseline gap-3">
                      <bdi className="min-w-0 flex-1 truncate font-medium">{mail.to}</bdi>
                      <RelativeTime value={mail.receivedAt} className="text-ink-muted text-sm" />
                    </span>
                    <bdi className="truncate text-ink-muted">{mail.subject}</bdi>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
        <FaultPanel control={control} />
      </div>
      <div className={cn("flex min-h-0 flex-col", !chosen && "max-lg:hidden")}>
        {chosen ? (
          <MailView key={chosen} id={chosen} control={control} onBack={() => setChosen(null)} />
        ) : (
          <EmptyState className="m-auto" icon={<Mail aria-hidden size={20} />} title={t("choose")} />
        )}
      </div>
    </div>
  );
}
