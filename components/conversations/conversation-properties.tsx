"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Ban from "lucide-react/icons/ban";
import OctagonAlert from "lucide-react/icons/octagon-alert";
import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { answeringRoles } from "@/server/conversations/rules";
import type { Conversation, ConversationChange } from "@/server/conversations/schemas";
import { TagDot } from "./tag-chip";
import { TagMenu } from "./tag-menu";
import { useChanges } from "./use-changes";
import { toErrorKey } from "./use-moves";
import { useTags } from "./use-tags";

const priorities = ["urgent", "high", "normal", "low"] as const;
const nobody = "nobody";

/** What the team says of a conversation: who has it, how much it matters, what it is about; and the ways to be rid of it. */
export function ConversationProperties({ conversation }: { conversation: Conversation }) {
  const t = useTranslations("conversations");
  const trpc = useTRPC();
  const { member } = useWorkspace();
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 300_000 }));
  const { run, isChanging } = useChanges();
  const canAct = answeringRoles.includes(member.role) && !conversation.newerConversationId;
  const isClosed = conversation.status === "closed";
  const change = (wanted: ConversationChange, said: string | null) =>
    void run([{ conversationId: conversation.id, change: wanted }], said);

  const others = (members.data ?? []).filter(
    ({ id, role }) => answeringRoles.includes(role) && id !== member.id,
  );
  const holder = conversation.assignee;
  const items = [
    { value: nobody, label: t("assign.nobody") },
    { value: member.id, label: t("assign.me") },
    ...others.map(({ id, displayName }) => ({ value: id, label: displayName })),
    // Somebody who has left since stands there until it is given to someone else.
    ...(holder && holder.id !== member.id && !others.some(({ id }) => id === holder.id)
      ? [{ value: holder.id, label: holder.name, disabled: true }]
      : []),
  ];
  return (
    <div className="flex flex-col gap-3">
      <Row label={t("assign.label")}>
        <Select
          label={t("assign.label")}
          className="w-full"
          items={items}
          value={conversation.status === "open" ? null : (holder?.id ?? nobody)}
          placeholder={t("assign.agent")}
          disabled={!canAct || isClosed || isChanging}
          onValueChange={(value) => {
            const name = items.find((item) => item.value === value)?.label ?? "";
            change(
              { kind: "assign", memberId: value === nobody ? null : value },
              value === nobody ? t("assign.doneNobody") : t("assign.done", { name }),
            );
          }}
        />
      </Row>
      <Row label={t("priority.label")}>
        <Select
          label={t("priority.label")}
          className="w-full"
          items={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
          value={conversation.priority}
          disabled={!canAct || isChanging}
          onValueChange={(priority) => change({ kind: "prioritise", priority }, null)}
        />
      </Row>
      <Row label={t("tags.label")}>
        <ConversationTags
          tagIds={conversation.tagIds}
          canAct={canAct}
          onToggle={(tagId, isOn) => change({ kind: "tag", tagId, isOn }, null)}
        />
      </Row>
      {canAct && <Unwanted conversation={conversation} onSpam={change} />}
    </div>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-start gap-3">
      <span className="w-20 shrink-0 pt-1.5 text-ink-muted text-sm max-sm:pt-3">{label}</span>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

function ConversationTags(props: {
  tagIds: readonly string[];
  canAct: boolean;
  onToggle: (tagId: string, isOn: boolean) => void;
}) {
  const t = useTranslations("conversations.tags");
  const { byId } = useTags();
  const own = props.tagIds.flatMap((id) => byId.get(id) ?? []);
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-1.5">
      {own.map((tag) => (
        <span
          key={tag.id}
          className="inline-flex h-6 min-w-0 max-w-full items-center gap-1.5 rounded-full border border-line px-2 text-sm"
        >
          <TagDot colour={tag.colour} />
          <bdi className="truncate">{tag.name}</bdi>
        </span>
      ))}
      {own.length === 0 && !props.canAct && <span className="text-ink-muted text-sm">{t("no")}</span>}
      {props.canAct && (
        <TagMenu
          trigger={<IconButton size="sm" label={t("add")} icon={<Plus aria-hidden size={16} />} />}
          chosen={new Set(props.tagIds)}
          onToggle={props.onToggle}
        />
      )}
    </div>
  );
}

/** Spam goes with one press and comes back with one; blocking somebody is asked for by name. */
function Unwanted(props: {
  conversation: Conversation;
  onSpam: (change: ConversationChange, said: string) => void;
}) {
  const t = useTranslations("conversations");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const { conversation } = props;
  const customerId = conversation.customer.id;
  const block = useMutation(
    trpc.conversations.blockCustomer.mutationOptions({
      onError: (error) => toast.failed(t(toErrorKey(errorCode(error)))),
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.conversations.pathKey() }),
    }),
  );
  const unblock = () =>
    block.mutate(
      { customerId, isBlocked: false },
      { onSuccess: () => toast.done(t("block.undone", { name: conversation.customer.name })) },
    );
  return (
    <div className="flex flex-wrap gap-2 border-line border-t pt-3">
      <Button
        size="sm"
        icon={<OctagonAlert aria-hidden size={16} />}
        onClick={() =>
          props.onSpam(
            { kind: "spam", isSpam: !conversation.isSpam },
            t(conversation.isSpam ? "spam.undone" : "spam.done"),
          )
        }
      >
        {t(conversation.isSpam ? "spam.unmark" : "spam.mark")}
      </Button>
      {!conversation.isSpam && (
        <Button
          size="sm"
          icon={<Ban aria-hidden size={16} />}
          loading={block.isPending}
          onClick={() => (conversation.isBlocked ? unblock() : setAsking(true))}
        >
          {t(conversation.isBlocked ? "block.unblock" : "block.block")}
        </Button>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("block.title", { name: conversation.customer.name })}
        consequence={t("block.consequence")}
        confirmLabel={t("block.block")}
        onConfirm={async () => {
          await block.mutateAsync({ customerId, isBlocked: true });
          toast.done(t("block.done", { name: conversation.customer.name }), {
            undo: { label: common("undo"), run: unblock },
          });
        }}
      />
    </div>
  );
}
