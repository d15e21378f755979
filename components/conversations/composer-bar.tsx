"use client";

import Pencil from "lucide-react/icons/pencil";
import Reply from "lucide-react/icons/reply";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";
import type { ThreadMessage } from "@/server/conversations/schemas";
import type { ComposerMode } from "./composer-mode";
import { toContentKey } from "./use-preview";

/** Above the field: the message that is answered or changed, and the way out of it. */
export function ComposerBar(props: {
  mode: Pick<ComposerMode, "kind"> & { message: ThreadMessage };
  customerName: string;
  onEnd: () => void;
}) {
  const t = useTranslations("conversations.composer");
  const thread = useTranslations("conversations");
  const { kind, message } = props.mode;
  const what = thread(`content.kind.${toContentKey(message.unsupportedKind ?? message.kind)}`);
  return (
    <div className="flex items-center gap-2.5 border-accent border-s-2 ps-2.5 text-sm">
      <span className="shrink-0 text-accent-text">
        {kind === "reply" ? (
          <Reply aria-hidden size={16} className="flip-rtl" />
        ) : (
          <Pencil aria-hidden size={16} />
        )}
      </span>
      <p className="min-w-0 flex-1">
        <span className="block font-medium text-accent-text">
          {kind === "edit"
            ? t("editing")
            : message.direction === "in"
              ? t.rich("replyingTo", { name: () => <bdi>{props.customerName}</bdi> })
              : t("replyingToUs")}
        </span>
        <span dir="auto" className="block truncate text-ink-muted">
          {message.text || what}
        </span>
      </p>
      <IconButton
        size="sm"
        label={t(kind === "edit" ? "endEdit" : "endReply")}
        shortcut="escape"
        icon={<X aria-hidden size={16} />}
        onClick={props.onEnd}
      />
    </div>
  );
}
