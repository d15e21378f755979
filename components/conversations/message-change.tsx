"use client";

import { useMutation } from "@tanstack/react-query";
import Clock from "lucide-react/icons/clock";
import Trash2 from "lucide-react/icons/trash-2";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { ThreadMessage } from "@/server/conversations/schemas";
import { isDeliveryReason } from "@/server/deliveries/rules";
import { Words } from "./message-content";
import { useMessageChanges } from "./use-message-changes";
import { toErrorKey } from "./use-moves";

type Change = NonNullable<ThreadMessage["change"]>;

/** Under a message: a change that is on its way or did not get there, that it was taken back, the team's reaction. */
export function MessageChange({ message, canAct }: { message: ThreadMessage; canAct: boolean }) {
  const t = useTranslations("conversations.change");
  const { change } = message;
  return (
    <>
      {message.ownReaction && (
        <span
          role="img"
          aria-label={t("ownReaction", { emoji: message.ownReaction })}
          className="w-fit rounded-full bg-accent-soft px-2 py-0.5 text-sm"
        >
          {message.ownReaction}
        </span>
      )}
      {message.deletedAt && (
        <p className="flex items-center gap-1.5 text-ink-faint text-xs">
          <Trash2 aria-hidden size={14} />
          {t(message.delivery?.state === "sent" ? "deleted" : "deletedUnsent")}
        </p>
      )}
      {change?.state === "queued" || change?.state === "sending" ? (
        <Pending message={message} change={change} canAct={canAct} />
      ) : (
        change && <Failed change={change} canAct={canAct} />
      )}
    </>
  );
}

function Pending({ message, change, canAct }: { message: ThreadMessage; change: Change; canAct: boolean }) {
  const t = useTranslations("conversations.change");
  const common = useTranslations("common");
  const { member } = useWorkspace();
  const { undo } = useMessageChanges(message.conversationId);
  const canUndo = canAct && change.action === "delete" && message.member?.id === member.id;
  return (
    <div className="flex max-w-full flex-col items-end gap-1 text-ink-faint text-xs">
      <p className="flex items-center gap-1.5">
        <Clock aria-hidden size={14} />
        {t(`pending.${change.action}`)}
        {canUndo && (
          <Button
            size="sm"
            variant="ghost"
            loading={undo.isPending}
            onClick={() => undo.mutate({ messageId: message.id })}
          >
            {common("undo")}
          </Button>
        )}
      </p>
      {change.action === "edit" && change.text && <Words>{change.text}</Words>}
    </div>
  );
}

function Failed({ change, canAct }: { change: Change; canAct: boolean }) {
  const t = useTranslations("conversations");
  const reasons = useTranslations("deliveries.reasons");
  const trpc = useTRPC();
  const retry = useMutation(
    trpc.deliveries.retry.mutationOptions({
      onError: (error) => toast.failed(t(toErrorKey(errorCode(error)))),
      onSuccess: () => toast.done(t("delivery.retried")),
    }),
  );
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-danger text-sm">
      <TriangleAlert aria-hidden size={14} className="shrink-0" />
      <span>
        {t(`change.failed.${change.action}`)}
        {isDeliveryReason(change.errorCode) && <>: {reasons(change.errorCode)}</>}
      </span>
      {canAct && (
        <Button
          size="sm"
          loading={retry.isPending}
          onClick={() => retry.mutate({ deliveryId: change.deliveryId })}
        >
          {t("change.retry")}
        </Button>
      )}
    </p>
  );
}
