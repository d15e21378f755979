"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Settings2 from "lucide-react/icons/settings-2";
import { useTranslations } from "next-intl";
import { type RefObject, useImperativeHandle, useState } from "react";
import { useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { fillReply, findReplies } from "@/server/replies/rules";

/** So many are offered at once; more letters find the others. */
const offered = 6;

/** What the composer's keys do to the list; true when the key was for it. */
export type CannedHandle = { onKey(key: string): boolean };

/** The canned replies that `/` and what is typed after it may mean. Choosing one writes it, filled, and sends nothing. */
export function CannedMenu(props: {
  typed: string;
  customerName: string;
  onChoose: (text: string) => void;
  onManage: () => void;
  handle: RefObject<CannedHandle | null>;
}) {
  const t = useTranslations("conversations.canned");
  const common = useTranslations("common");
  const failure = useTranslations("failure");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { name: workspace, member } = useWorkspace();
  const { data, isError } = useQuery(trpc.replies.list.queryOptions(undefined, { staleTime: 300_000 }));
  useLive(["cannedReply/"], () => void cache.invalidateQueries({ queryKey: trpc.replies.pathKey() }));
  const [highlighted, setHighlighted] = useState(0);
  const found = findReplies(data ?? [], props.typed).slice(0, offered);
  const at = Math.min(highlighted, found.length - 1);
  const fill = (text: string) =>
    fillReply(text, { customer: props.customerName, member: member.displayName, workspace });

  useImperativeHandle(props.handle, () => ({
    onKey(key) {
      const chosen = found[at];
      if (!chosen) return false;
      if (key === "ArrowDown" || key === "ArrowUp") {
        setHighlighted((at + (key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
        return true;
      }
      if (key !== "Enter" && key !== "Tab") return false;
      props.onChoose(fill(chosen.text));
      return true;
    },
  }));

  return (
    <div className="rounded-lg border border-line bg-raised p-1 shadow-float">
      {found.length === 0 && (
        <p role="status" className="px-2 py-1.5 text-ink-muted text-sm">
          {data ? t(data.length > 0 ? "noMatch" : "none") : isError ? failure("title") : common("loading")}
        </p>
      )}
      <ul aria-label={t("title")}>
        {found.map((reply, index) => (
          <li key={reply.id}>
            <button
              type="button"
              onClick={() => props.onChoose(fill(reply.text))}
              className={cn(
                "flex w-full items-baseline gap-3 rounded-md px-2 py-1.5 text-start hover:bg-hover max-sm:min-h-11",
                index === at && "bg-hover",
              )}
            >
              <span className="shrink-0 font-medium text-accent-text">
                /<bdi>{reply.shortcut}</bdi>
              </span>
              <span dir="auto" className="min-w-0 flex-1 truncate text-ink-muted">
                {fill(reply.text)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        variant="ghost"
        icon={<Settings2 aria-hidden size={16} />}
        className="w-full justify-start"
        onClick={props.onManage}
      >
        {t("manage")}
      </Button>
    </div>
  );
}
