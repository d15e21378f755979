"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import AtSign from "lucide-react/icons/at-sign";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Count } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { useFormat } from "@/lib/format/use-format";
import { answeringRoles } from "@/server/conversations/rules";

/** Where colleagues have called the reader; opening it has seen them. Not there before anybody has. */
export function MentionMenu({ onOpen }: { onOpen: (conversationId: string) => void }) {
  const t = useTranslations("conversations.mentions");
  const format = useFormat();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(trpc.notes.mentions.queryOptions());
  const refresh = () => void cache.invalidateQueries({ queryKey: trpc.notes.mentions.queryKey() });
  useLive(["note/"], refresh);
  const seen = useMutation(trpc.notes.seen.mutationOptions());
  if (!data || data.items.length === 0) return null;

  function change(open: boolean) {
    setOpen(open);
    // The list keeps what was new until it is closed.
    if (open && data && data.unseen > 0 && answeringRoles.includes(member.role)) seen.mutate();
    if (!open) refresh();
  }
  return (
    <Popover
      open={isOpen}
      onOpenChange={change}
      align="end"
      title={t("title")}
      className="max-h-96 overflow-y-auto"
      trigger={
        <IconButton
          label={data.unseen > 0 ? t("labelNew", { count: data.unseen }) : t("title")}
          variant="secondary"
          className="relative"
          icon={
            <>
              <AtSign aria-hidden size={16} />
              <Count value={data.unseen} tone="accent" className="absolute -end-1.5 -top-1.5" />
            </>
          }
        />
      }
    >
      <ul className="-mx-2 flex flex-col">
        {data.items.map((mention) => (
          <li key={mention.noteId}>
            <button
              type="button"
              onClick={() => {
                change(false);
                onOpen(mention.conversationId);
              }}
              className={cn(
                "flex w-full flex-col rounded-md px-2 py-1.5 text-start hover:bg-hover",
                !mention.isSeen && "bg-accent-soft",
              )}
            >
              <span className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate font-medium">
                  {t.rich("by", {
                    name: () => <bdi>{mention.by}</bdi>,
                    customer: () => <bdi>{mention.customerName}</bdi>,
                  })}
                </span>
                <time dateTime={mention.at} className="shrink-0 text-ink-faint text-xs">
                  {format.relative(mention.at)}
                </time>
              </span>
              <span dir="auto" className="line-clamp-2 text-ink-muted text-sm">
                {mention.text}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
