"use client";

import { useQuery } from "@tanstack/react-query";
import MessageSquareX from "lucide-react/icons/message-square-x";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLiveState } from "@/components/live";
import { MacroMenu } from "@/components/macros/macro-menu";
import { useReadConversation } from "@/components/notifications/use-unread";
import { useShortcut } from "@/components/shell/shortcuts";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { lasting } from "@/components/ui/lasting";
import { Notice } from "@/components/ui/notice";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { answeringRoles, maxCaptionUnits, maxTextUnits, whyNotEdit } from "@/server/conversations/rules";
import type { Conversation, ThreadMessage } from "@/server/conversations/schemas";
import { openShortcut } from "@/server/replies/rules";
import { attachments, useAttachments } from "./attachments";
import { type CannedHandle, CannedMenu } from "./canned-menu";
import { Composer } from "./composer";
import { ComposerAttachments } from "./composer-attachments";
import { ComposerBar } from "./composer-bar";
import { composerMode, stepReply, useComposerMode } from "./composer-mode";
import { ComposerTabs } from "./composer-tabs";
import { ConflictDialog } from "./conflict-dialog";
import { FileDropZone } from "./file-drop-zone";
import { HandoffCard } from "./handoff-card";
import { toChangeable } from "./message-actions";
import { NoteComposer } from "./note-composer";
import { pendingReplies, usePendingReplies } from "./pending-replies";
import { PresenceLine } from "./presence-line";
import { Thread } from "./thread";
import { ThreadHeader } from "./thread-header";
import { ThreadPaneSkeleton, ThreadSkeleton } from "./thread-skeleton";
import { ThreadSnooze } from "./thread-snooze";
import { useActions } from "./use-actions";
import { useAttach } from "./use-attach";
import { restoreDraft } from "./use-draft";
import { useKeptDraft } from "./use-kept-draft";
import { useMessageChanges } from "./use-message-changes";
import { toErrorKey, useMoves } from "./use-moves";
import { useNotes } from "./use-notes";
import { usePresence } from "./use-presence";
import { useReplies } from "./use-replies";
import { useThread } from "./use-thread";

const CannedSheet = dynamic(lasting(() => import("./canned-sheet")));

type PaneProps = {
  conversationId: string;
  /** The message it is opened at; null for the newest. */
  messageId: string | null;
  onBack: () => void;
  onDetails: () => void;
  onOpen: (conversationId: string) => void;
};

/** One conversation: what stands above it, what was said, and where one answers. */
export function ThreadPane(props: PaneProps) {
  const t = useTranslations("conversations");
  const trpc = useTRPC();
  const query = useQuery(trpc.conversations.get.queryOptions({ conversationId: props.conversationId }));
  useReadConversation(props.conversationId);
  // Asked for together with what stands above it, not after.
  const thread = useThread(props.conversationId);

  if (query.data) return <OpenConversation {...props} conversation={query.data} thread={thread} />;
  if (query.isPending) return <ThreadPaneSkeleton />;
  const code = errorCode(query.error);
  if (code === "CONVERSATION_NOT_FOUND" || code === "INVALID_INPUT") {
    return (
      <EmptyState
        className="my-auto"
        icon={<MessageSquareX aria-hidden size={20} />}
        title={t("thread.notFound")}
        hint={t("thread.notFoundHint")}
        action={<Button onClick={props.onBack}>{t("actions.back")}</Button>}
      />
    );
  }
  if (code === "PERMISSION_DENIED") return <ForbiddenState className="my-auto" />;
  return (
    <ErrorState className="my-auto" title={t("errors.threadTitle")} onRetry={() => void query.refetch()} />
  );
}

function OpenConversation({
  conversation,
  thread,
  ...props
}: PaneProps & { conversation: Conversation; thread: ReturnType<typeof useThread> }) {
  const t = useTranslations("conversations");
  const keys = useTranslations("conversations.keys");
  const { slug, member } = useWorkspace();
  const { state: liveState } = useLiveState();
  const { id: conversationId } = conversation;
  const canAct = answeringRoles.includes(member.role);
  const moves = useMoves(conversation);
  const { text, setText, sent } = useKeptDraft(conversationId, canAct);
  const [refusal, setRefusal] = useState<string | null>(null);
  const onRefused = useCallback(
    (code: string) => {
      setRefusal(code);
      toast.failed(t(toErrorKey(code)));
    },
    [t],
  );
  const replies = useReplies(conversationId, onRefused);
  const pending = usePendingReplies().filter((reply) => reply.conversationId === conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  const notes = useNotes(conversationId);
  const presence = usePresence(conversationId, canAct);
  const [isNoting, setNoting] = useState(false);
  const [isManaging, setManaging] = useState(false);
  const canned = useRef<CannedHandle>(null);
  const mode = useComposerMode(conversationId);
  const { edit } = useMessageChanges(conversationId);
  const isEditing = mode?.kind === "edit";
  const attached = useAttachments(conversationId, member.id);
  const attach = useAttach(conversationId);
  const modeId = mode && `${mode.kind} ${mode.message.id}`;
  useEffect(() => {
    if (modeId) writeOn(field.current);
  }, [modeId]);

  const actions = useActions(conversation, moves, canAct);
  const { lastSeq } = conversation;
  const macroTargets = useMemo(() => [{ id: conversationId, lastSeq }], [conversationId, lastSeq]);
  const isHeldOff = conversation.status === "handed_off";
  useShortcut("r", answer, { label: keys("reply"), enabled: canAct });
  useShortcut("n", () => setNoting(true), { label: keys("note"), enabled: canAct });

  function answer() {
    setNoting(false);
    requestAnimationFrame(() => writeOn(field.current));
  }

  function send(written: string) {
    composerMode.set(conversationId, null);
    if (mode?.kind === "edit") return edit.mutate({ messageId: mode.message.id, text: written.trim() });
    const draftVersion = sent();
    setRefusal(null);
    presence.stopped();
    void replies.send(written.trim(), lastSeenSeq(), {
      replyTo: mode?.message ?? null,
      draftVersion,
      attached: attachments.take(conversationId),
    });
  }
  function write(written: string) {
    if (mode?.kind === "edit") composerMode.set(conversationId, { ...mode, text: written });
    else setText(written);
  }
  function answerNext(step: -1 | 1) {
    const message = stepReply(thread.query.data?.messages ?? [], mode, step);
    composerMode.set(conversationId, message && { kind: "reply", message });
  }
  function editLast() {
    const message = thread.query.data?.messages.findLast((said) => isEditable(said, member.id));
    if (message) composerMode.set(conversationId, { kind: "edit", message, text: message.text });
  }
  /** What the writer has before their eyes: the newest message of this conversation that is drawn. */
  function lastSeenSeq(): number {
    const seen = thread.query.data?.messages.findLast((message) => message.conversationId === conversationId);
    return seen?.seq ?? 0;
  }

  const isRefused = refusal === "WORKSPACE_NOT_FOUND" || refusal === "NOT_SIGNED_IN";
  const blocked = isRefused
    ? t(toErrorKey(refusal))
    : liveState === "ended"
      ? t("errors.ended")
      : conversation.newerConversationId
        ? t("composer.superseded")
        : conversation.channel.state === "deleted"
          ? t("composer.channelGone")
          : null;
  const warning = conversation.isBlocked
    ? t("composer.blocked")
    : !conversation.isReachable
      ? t("composer.unreachable")
      : conversation.isOptedOut
        ? t("composer.optedOut")
        : null;

  const shortcut = isEditing || blocked !== null ? null : openShortcut(text);
  const isCaption = isEditing ? mode.message.kind !== "text" : attached.length > 0;

  return (
    <FileDropZone isOff={!canAct || blocked !== null || isEditing} onFiles={attach}>
      <ThreadHeader
        conversation={conversation}
        actions={actions}
        isMoving={moves.isMoving}
        snooze={
          canAct &&
          !conversation.newerConversationId && (
            <>
              <MacroMenu variant="secondary" targets={macroTargets} />
              <ThreadSnooze conversation={conversation} />
            </>
          )
        }
        onBack={props.onBack}
        onDetails={props.onDetails}
      />
      <HandoffCard conversation={conversation} />
      {conversation.newerConversationId && (
        <Notice
          className="mx-4 mt-3"
          action={
            <Button
              size="sm"
              onClick={() => props.onOpen(conversation.newerConversationId ?? conversationId)}
            >
              {t("thread.newerAction")}
            </Button>
          }
        >
          {t("thread.newer")}
        </Notice>
      )}
      {thread.query.data ? (
        <Thread
          conversation={conversation}
          thread={thread.query.data}
          pending={pending}
          notes={notes}
          canAct={canAct}
          hasOlder={thread.hasOlder}
          isLoadingOlder={thread.isLoadingOlder}
          onOlder={(isFar) => void thread.loadOlder(isFar)}
          openedAt={props.messageId}
          onRetry={(reply) => void replies.retry(reply)}
          onEdit={(reply) => {
            pendingReplies.takeBack(reply);
            attachments.restore(conversationId, reply.attached, false);
            if (reply.replyTo) composerMode.set(conversationId, { kind: "reply", message: reply.replyTo });
            restoreDraft(conversationId, reply.text);
            writeOn(field.current);
          }}
        />
      ) : thread.query.isError ? (
        <ErrorState
          className="my-auto"
          title={t("errors.threadTitle")}
          onRetry={() => void thread.query.refetch()}
        />
      ) : (
        <ThreadSkeleton />
      )}
      {canAct && (
        <ComposerTabs
          isNote={isNoting}
          onChange={(isNote) => {
            setNoting(isNote);
            if (!isNote) requestAnimationFrame(() => writeOn(field.current));
          }}
        />
      )}
      <div className="bg-surface pt-1">
        <PresenceLine colleagues={presence.colleagues} />
      </div>
      {canAct && isNoting ? (
        <div className="bg-surface">
          <NoteComposer conversationId={conversationId} onDone={() => setNoting(false)} />
        </div>
      ) : canAct ? (
        <Composer
          key={conversationId}
          text={mode?.kind === "edit" ? mode.text : text}
          onText={write}
          onSend={send}
          bar={
            mode && (
              <ComposerBar
                mode={mode}
                customerName={conversation.customer.name}
                onEnd={() => composerMode.set(conversationId, null)}
              />
            )
          }
          onEndBar={() => composerMode.set(conversationId, null)}
          onStepReply={isEditing ? undefined : answerNext}
          onEditLast={isEditing ? undefined : editLast}
          maxUnits={isCaption ? maxCaptionUnits : maxTextUnits}
          mayBeEmpty={isCaption}
          files={!isEditing && <ComposerAttachments conversationId={conversationId} attached={attached} />}
          isWaiting={!isEditing && attached.some(({ state }) => state !== "done")}
          onFiles={isEditing ? undefined : attach}
          sendLabel={isEditing ? t("composer.save") : undefined}
          suggestion={isHeldOff && !isEditing ? conversation.suggestedReply : null}
          placeholder={t(toPlaceholder(conversation, member.id))}
          notice={blocked ?? warning}
          isBlocked={blocked !== null}
          field={field}
          onTyping={presence.typing}
          offer={
            shortcut !== null && (
              <CannedMenu
                typed={shortcut}
                customerName={conversation.customer.name}
                onChoose={(chosen) => {
                  setText(chosen);
                  writeOn(field.current);
                }}
                onManage={() => setManaging(true)}
                handle={canned}
              />
            )
          }
          onOfferKey={(key) => canned.current?.onKey(key) ?? false}
        />
      ) : (
        <p className="border-line border-t bg-sunken px-4 py-3 text-center text-ink-muted text-sm">
          {t("composer.readOnly")}
        </p>
      )}
      {isManaging && <CannedSheet onClose={() => setManaging(false)} />}
      <ConflictDialog
        conflict={replies.conflict}
        onKeep={() => {
          replies.endConflict();
          writeOn(field.current);
        }}
        onDiscard={({ reply }) => {
          replies.endConflict();
          composerMode.set(conversationId, null);
          for (const { key } of reply.attached) attachments.remove(conversationId, slug, key);
          setText(text.replace(reply.text, "").trimStart());
        }}
        onSend={({ reply, lastSeq }) => {
          replies.endConflict();
          setText(text.replace(reply.text, "").trimStart());
          // Seen up to the answer that was shown: one more in between would ask again.
          composerMode.set(conversationId, null);
          attachments.take(conversationId);
          void replies.send(reply.text, lastSeq, { replyTo: reply.replyTo, attached: reply.attached });
        }}
      />
    </FileDropZone>
  );
}

/** To the field, to go on where the draft ends; also where it is only now coming back. */
function writeOn(field: HTMLTextAreaElement | null) {
  field?.focus();
  requestAnimationFrame(() => field?.setSelectionRange(field.value.length, field.value.length));
}

function isEditable(message: ThreadMessage, memberId: string): boolean {
  return whyNotEdit(toChangeable(message), memberId) === null;
}

function toPlaceholder({ status, assignee }: Conversation, memberId: string) {
  if (status === "closed") return "composer.reopens" as const;
  return assignee?.id === memberId
    ? ("composer.placeholder" as const)
    : ("composer.placeholderTakes" as const);
}
