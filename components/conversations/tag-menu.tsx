"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { type ReactElement, useState } from "react";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SearchInput } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { toast } from "@/components/ui/toast";
import { foldText } from "@/lib/text/fold";
import { tagManagers } from "@/server/tags/rules";
import type { TagColour } from "@/server/tags/schemas";
import { TagDot } from "./tag-chip";
import { toErrorKey } from "./use-moves";
import { useTags } from "./use-tags";

/** The workspace's tags to tick, found by a few letters; who leads makes a new one from what they typed. */
export function TagMenu(props: {
  trigger: ReactElement;
  chosen: ReadonlySet<string>;
  onToggle: (tagId: string, isOn: boolean) => void;
}) {
  const t = useTranslations("conversations.tags");
  const errors = useTranslations("conversations");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member } = useWorkspace();
  const { tags } = useTags();
  const [typed, setTyped] = useState("");
  const wanted = foldText(typed.trim());
  const found = tags.filter(({ name }) => foldText(name).includes(wanted));
  const isNew = wanted !== "" && !tags.some(({ name }) => foldText(name) === wanted);
  const create = useMutation(
    trpc.tags.create.mutationOptions({
      onSuccess: (tag) => {
        void cache.invalidateQueries({ queryKey: trpc.tags.pathKey() });
        setTyped("");
        props.onToggle(tag.id, true);
      },
      onError: (error) => toast.failed(errors(toErrorKey(errorCode(error)))),
    }),
  );
  // Colours go round, so that neighbours differ.
  const colour = String((tags.length % 6) + 1) as TagColour;
  return (
    <Popover trigger={props.trigger} align="end" className="w-64 p-2">
      <SearchInput label={t("find")} value={typed} onValueChange={setTyped} maxLength={40} />
      <ul className="mt-2 flex max-h-64 flex-col overflow-y-auto">
        {found.map((tag) => (
          <li key={tag.id} className="rounded-md px-2 py-1 hover:bg-hover">
            <Checkbox
              checked={props.chosen.has(tag.id)}
              onCheckedChange={(isOn) => props.onToggle(tag.id, isOn)}
              label={
                <span className="flex min-w-0 items-center gap-2">
                  <TagDot colour={tag.colour} />
                  <bdi className="truncate">{tag.name}</bdi>
                </span>
              }
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && !isNew && <p className="px-2 py-1 text-ink-muted text-sm">{t("none")}</p>}
      {isNew &&
        (tagManagers.includes(member.role) ? (
          <Button
            variant="ghost"
            className="w-full justify-start"
            icon={<Plus aria-hidden size={16} />}
            loading={create.isPending}
            onClick={() => create.mutate({ name: typed.trim(), colour })}
          >
            <span className="truncate">{t("create", { name: typed.trim() })}</span>
          </Button>
        ) : (
          <p className="px-2 py-1 text-ink-muted text-sm">{t("askLead")}</p>
        ))}
    </Popover>
  );
}
