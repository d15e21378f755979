"use client";

import Copy from "lucide-react/icons/copy";
import Ellipsis from "lucide-react/icons/ellipsis";
import Pencil from "lucide-react/icons/pencil";
import Reply from "lucide-react/icons/reply";
import Trash2 from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { cn } from "@/components/ui/cn";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem, MenuSeparator, MenuTiles } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import {
  type ChangeableMessage,
  deletableHours,
  reactionEmoji,
  whyNotDelete,
  whyNotEdit,
} from "@/server/conversations/rules";
import type { ThreadMessage } from "@/server/conversations/schemas";
import { composerMode } from "./composer-mode";
import { useMessageChanges } from "./use-message-changes";

/** What can be done with one message: answer it, react, copy, and with an own one edit and delete. */
export function MessageActions({ message, className }: { message: ThreadMessage; className?: string }) {
  const t = useTranslations("conversations.change");
  const { member } = useWorkspace();
  const [isAsking, setAsking] = useState(false);
  const { react, remove } = useMessageChanges(message.conversationId);
  const changeable = toChangeable(message);
  const canEdit = whyNotEdit(changeable, member.id) === null;
  const whyNot = whyNotDelete(changeable, member.id, new Date());
  const canReply = !message.deletedAt;
  const isInbound = message.direction === "in";

  return (
    <>
      <Menu
        align={isInbound ? "start" : "end"}
        trigger={
          <IconButton
            size="sm"
            label={t("actions")}
            icon={<Ellipsis aria-hidden size={16} />}
            className={cn(
              "self-center opacity-0 transition-opacity focus-visible:opacity-100 group-hover/message:opacity-100 data-popup-open:opacity-100 pointer-coarse:opacity-60 max-sm:size-8",
              className,
            )}
          />
        }
      >
        {isInbound && canReply && (
          <>
            <MenuTiles
              label={t("react")}
              items={reactionEmoji}
              chosen={message.ownReaction}
              onSelect={(emoji) =>
                react.mutate({
                  messageId: message.id,
                  emoji: message.ownReaction === emoji ? null : emoji,
                })
              }
            />
            <MenuSeparator />
          </>
        )}
        {canReply && (
          <MenuItem
            icon={<Reply aria-hidden size={16} className="flip-rtl" />}
            onSelect={() => composerMode.set(message.conversationId, { kind: "reply", message })}
          >
            {t("reply")}
          </MenuItem>
        )}
        {message.text && (
          <MenuItem
            icon={<Copy aria-hidden size={16} />}
            onSelect={() =>
              void navigator.clipboard.writeText(message.text).then(
                () => toast.done(t("copied")),
                () => toast.failed(t("copyFailed")),
              )
            }
          >
            {t("copy")}
          </MenuItem>
        )}
        {canEdit && (
          <MenuItem
            icon={<Pencil aria-hidden size={16} />}
            onSelect={() => {
              const text = message.change?.action === "edit" ? message.change.text : null;
              composerMode.set(message.conversationId, { kind: "edit", message, text: text ?? message.text });
            }}
          >
            {t("edit")}
          </MenuItem>
        )}
        {(whyNot === null || whyNot === "too_old") && (
          <MenuItem
            danger
            disabled={whyNot !== null}
            icon={<Trash2 aria-hidden size={16} />}
            onSelect={() => setAsking(true)}
          >
            {whyNot === null ? t("delete") : t("deleteTooOld", { hours: deletableHours })}
          </MenuItem>
        )}
      </Menu>
      {isAsking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t("deleteTitle")}
          consequence={t(
            message.delivery?.state === "sent" ? "deleteConsequence" : "deleteConsequenceUnsent",
          )}
          confirmLabel={t("delete")}
          onConfirm={() => remove.mutateAsync({ messageId: message.id }).then(undefined, () => undefined)}
        />
      )}
    </>
  );
}

/** A message of the thread as the rules of changing it look at it. */
export function toChangeable(message: ThreadMessage): ChangeableMessage {
  return {
    author: message.author,
    memberId: message.member?.id ?? null,
    kind: message.kind,
    sentAt: new Date(message.sentAt),
    isDeleted: message.deletedAt !== null || message.change?.action === "delete",
    deliveryState: message.delivery?.state ?? null,
  };
}
