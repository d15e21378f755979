"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Bookmark from "lucide-react/icons/bookmark";
import BookmarkPlus from "lucide-react/icons/bookmark-plus";
import Trash2 from "lucide-react/icons/trash-2";
import Users from "lucide-react/icons/users";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useLive } from "@/components/live";
import { type Command, useCommands } from "@/components/shell/commands";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Count } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import { answeringRoles } from "@/server/conversations/rules";
import { mayChangeView } from "@/server/views/rules";
import type { InboxView } from "@/server/views/schemas";
import {
  type InboxAddress,
  readAddress,
  toListInput,
  toQuery,
  type useInboxAddress,
} from "./use-inbox-address";
import { toErrorKey } from "./use-moves";

/** Saved views: one's own and the team's; the one on screen can be saved or, where it is a saved one, forgotten. */
export function ViewMenu(props: { address: InboxAddress; go: ReturnType<typeof useInboxAddress>["go"] }) {
  const t = useTranslations("conversations");
  const views = useTranslations("conversations.views");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member } = useWorkspace();
  const [isSaving, setSaving] = useState(false);
  const { data: saved } = useQuery(trpc.views.list.queryOptions(undefined, { staleTime: 300_000 }));
  const refresh = () => void cache.invalidateQueries({ queryKey: trpc.views.pathKey() });
  useLive(["inboxView/"], refresh);
  const canSave = answeringRoles.includes(member.role);
  const { go } = props;
  const query = toQuery({ ...props.address, conversationId: null }).slice(1);
  const current = saved?.find((view) => view.query === query);
  const shared = {
    onError: (error: unknown) => toast.failed(t(toErrorKey(errorCode(error)))),
    onSettled: refresh,
  };
  const keepAgain = useMutation(trpc.views.save.mutationOptions(shared));
  const remove = useMutation(
    trpc.views.delete.mutationOptions({
      ...shared,
      onSuccess: ({ name, query: was, isShared }) =>
        toast.done(views("deleted", { name }), {
          undo: { label: common("undo"), run: () => keepAgain.mutate({ name, query: was, isShared }) },
        }),
    }),
  );
  const open = useMemo(
    () => (to: string) => {
      const { status, filters, q, place } = readAddress(new URLSearchParams(to));
      go({ status, filters, q, place });
    },
    [go],
  );
  useCommands(
    useMemo<Command[]>(
      () =>
        (saved ?? []).map(({ id, name, query: to }) => ({
          id: `view:${id}`,
          label: views("open", { name }),
          icon: <Bookmark aria-hidden size={16} />,
          run: () => open(to),
        })),
      [saved, views, open],
    ),
  );
  return (
    <>
      <Menu
        trigger={
          <IconButton label={views("label")} icon={<Bookmark aria-hidden size={16} />} variant="secondary" />
        }
      >
        <MenuGroup label={views("label")}>
          {saved?.length === 0 && <p className="px-2 py-1 text-ink-muted text-sm">{views("none")}</p>}
          {saved && saved.length > 0 && <SavedViews views={saved} onOpen={open} />}
        </MenuGroup>
        {canSave && <MenuSeparator />}
        {canSave && !current && (
          <MenuItem icon={<BookmarkPlus aria-hidden size={16} />} onSelect={() => setSaving(true)}>
            {views("save")}
          </MenuItem>
        )}
        {canSave && current && mayChangeView({ ...current, role: member.role }) && (
          <MenuItem
            danger
            icon={<Trash2 aria-hidden size={16} />}
            onSelect={() => remove.mutate({ inboxViewId: current.id })}
          >
            {views("delete", { name: current.name })}
          </MenuItem>
        )}
      </Menu>
      {isSaving && <SaveView query={query} onClose={() => setSaving(false)} onSaved={refresh} />}
    </>
  );
}

/** The views with how many conversations each holds now; counted when the menu is opened, not before. */
function SavedViews(props: { views: readonly InboxView[]; onOpen: (query: string) => void }) {
  const trpc = useTRPC();
  const lists = props.views.map(({ query }) => toListInput(readAddress(new URLSearchParams(query))));
  const { data: counts } = useQuery(
    trpc.conversations.listCounts.queryOptions({ lists }, { staleTime: 10_000 }),
  );
  return props.views.map((view, index) => (
    <MenuItem
      key={view.id}
      icon={view.isShared ? <Users aria-hidden size={16} /> : <Bookmark aria-hidden size={16} />}
      onSelect={() => props.onOpen(view.query)}
    >
      <span className="flex items-center gap-3">
        <bdi className="min-w-0 flex-1 truncate">{view.name}</bdi>
        <Count value={counts?.[index] ?? undefined} />
      </span>
    </MenuItem>
  ));
}

function SaveView(props: { query: string; onClose: () => void; onSaved: () => void }) {
  const t = useTranslations("conversations");
  const views = useTranslations("conversations.views");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const save = useMutation(
    trpc.views.save.mutationOptions({
      onSuccess: () => {
        toast.done(views("saved", { name: name.trim() }));
        props.onSaved();
        props.onClose();
      },
      onError: (error) => toast.failed(t(toErrorKey(errorCode(error)))),
    }),
  );
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()} title={views("save")}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) save.mutate({ name: name.trim(), query: props.query, isShared });
        }}
      >
        <Field label={views("name")}>
          <Input
            autoFocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Checkbox checked={isShared} onCheckedChange={setShared} label={views("share")} />
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>{common("cancel")}</Button>
          <Button type="submit" variant="primary" loading={save.isPending} disabled={!name.trim()}>
            {views("saveAction")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
