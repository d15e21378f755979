"use client";

import FileIcon from "lucide-react/icons/file";
import FileAudio from "lucide-react/icons/file-headphone";
import FileVideo from "lucide-react/icons/file-play";
import RotateCcw from "lucide-react/icons/rotate-ccw";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useWorkspace } from "@/components/trpc";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { useFormat } from "@/lib/format/use-format";
import { type Attachment, attachments, retriableReasons } from "./attachments";

/** The files of the message that is being written: what each is, how far it has come, what is wrong with it. */
export function ComposerAttachments(props: { conversationId: string; attached: readonly Attachment[] }) {
  const t = useTranslations("conversations.attach");
  if (props.attached.length === 0) return null;
  return (
    <ul aria-label={t("list")} className="flex max-h-48 flex-wrap gap-2 overflow-y-auto">
      {props.attached.map((attachment) => (
        <Item key={attachment.key} conversationId={props.conversationId} attachment={attachment} />
      ))}
    </ul>
  );
}

function Item({ conversationId, attachment }: { conversationId: string; attachment: Attachment }) {
  const t = useTranslations("conversations.attach");
  const { slug } = useWorkspace();
  const format = useFormat();
  const { key, file, state, reason, upload } = attachment;
  const size = format.bytes(upload?.sizeBytes ?? file.size);
  const canRetry = state === "failed" && retriableReasons.includes(reason);
  return (
    <li
      className={cn(
        "relative flex w-64 max-w-full items-center gap-2.5 overflow-hidden rounded-md border border-line bg-surface p-1.5",
        state === "failed" && "border-danger",
      )}
    >
      <Picture attachment={attachment} />
      <div className="min-w-0 flex-1 text-sm">
        <p className="truncate" title={file.name}>
          <bdi>{file.name}</bdi>
        </p>
        <p
          className={cn("text-xs", state === "failed" ? "text-danger" : "text-ink-muted")}
          aria-live="polite"
        >
          {state === "failed"
            ? t(`reasons.${reason ?? "unreachable"}`)
            : state === "uploading"
              ? t("uploading", { share: format.percent(attachment.share), size })
              : upload?.photoObstacle
                ? t(`asDocument.${upload.photoObstacle}`)
                : size}
        </p>
      </div>
      {canRetry && (
        <IconButton
          size="sm"
          label={t("retry", { name: file.name })}
          icon={<RotateCcw aria-hidden size={16} />}
          onClick={() => attachments.retry(conversationId, slug, key)}
        />
      )}
      <IconButton
        size="sm"
        label={t(state === "uploading" ? "cancel" : "remove", { name: file.name })}
        icon={<X aria-hidden size={16} />}
        onClick={() => attachments.remove(conversationId, slug, key)}
      />
      {state === "uploading" && (
        <span
          role="progressbar"
          aria-label={file.name}
          aria-valuenow={Math.round(attachment.share * 100)}
          className="absolute inset-x-0 bottom-0 h-0.5 bg-hover"
        >
          <span className="block h-full bg-accent" style={{ width: `${attachment.share * 100}%` }} />
        </span>
      )}
    </li>
  );
}

function Picture({ attachment: { file, previewUrl } }: { attachment: Attachment }) {
  const place = "size-10 shrink-0 rounded-md bg-hover";
  if (previewUrl) {
    // biome-ignore lint/performance/noImgElement: a picture that is still in this browser only.
    return <img src={previewUrl} alt="" className={cn(place, "object-cover")} />;
  }
  const Icon = file.type.startsWith("video/")
    ? FileVideo
    : file.type.startsWith("audio/")
      ? FileAudio
      : FileIcon;
  return (
    <span className={cn(place, "flex items-center justify-center text-ink-faint")}>
      <Icon aria-hidden size={20} />
    </span>
  );
}
