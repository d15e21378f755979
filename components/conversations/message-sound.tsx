"use client";

import FileText from "lucide-react/icons/file-text";
import Mic from "lucide-react/icons/mic";
import Music from "lucide-react/icons/music";
import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import type { MessageContent } from "@/server/conversations/schemas";
import { DownloadLink, FilePlace, FileTrouble, isHere, useFileAddress } from "./message-file";

const width = { width: 300, maxWidth: "100%" } as const;

/** A voice message or a piece of music, to be played in place. */
export function SoundContent(props: {
  content: Extract<MessageContent, { kind: "voice" | "audio" }>;
  canAct: boolean;
}) {
  const t = useTranslations("conversations.content");
  const address = useFileAddress(props.content.file);
  const { content } = props;
  if (!isHere(content.file)) return <FilePlace content={content} canAct={props.canAct} style={width} />;
  const Icon = content.kind === "voice" ? Mic : Music;
  const title = content.kind === "audio" ? (content.title ?? content.file.name) : null;
  const performer = content.kind === "audio" ? content.performer : null;
  return (
    <div className="flex min-w-0 flex-col gap-1.5" style={width}>
      <p className="flex min-w-0 items-center gap-2">
        <Icon aria-hidden size={16} className="shrink-0 text-ink-faint" />
        <span className="min-w-0 truncate">
          {title ? <bdi className="font-medium">{title}</bdi> : t(`kind.${content.kind}`)}
          {performer && (
            <>
              {" · "}
              <bdi className="text-ink-muted">{performer}</bdi>
            </>
          )}
        </span>
        {content.durationS !== null && (
          <span data-figure className="shrink-0 text-ink-faint text-xs">
            {clockOf(content.durationS)}
          </span>
        )}
      </p>
      <span className="flex items-center gap-1" dir="ltr">
        {/* biome-ignore lint/a11y/useMediaCaption: what customers record comes without captions. */}
        <audio
          controls
          preload="none"
          src={address.content}
          aria-label={t(`alt.${content.kind}`)}
          className="h-10 min-w-0 flex-1"
        />
        <DownloadLink file={content.file} />
      </span>
    </div>
  );
}

/** 3:07, 1:02:05: how long a sound is, as players write it. */
function clockOf(durationS: number): string {
  const [hours, minutes, seconds] = [
    Math.floor(durationS / 3600),
    Math.floor((durationS % 3600) / 60),
    durationS % 60,
  ];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** A file by its name, its kind and its size, to be saved; never opened in place. */
export function DocumentContent(props: {
  content: Extract<MessageContent, { kind: "document" }>;
  canAct: boolean;
}) {
  const t = useTranslations("conversations.content");
  const format = useFormat();
  const { file } = props.content;
  const address = useFileAddress(file);
  const ending = file.name?.match(/\.([\p{L}\p{N}]{1,8})$/u)?.[1];
  const facts = [
    ending?.toUpperCase(),
    file.sizeBytes === null ? null : format.bytes(file.sizeBytes),
    file.state === "waiting" ? t("waiting", { what: t("kind.document") }) : null,
  ].filter(Boolean);
  return (
    <div className="flex min-w-0 flex-col items-start gap-1.5" style={width}>
      <div className="flex w-full min-w-0 items-center gap-2.5">
        <span className="flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken text-ink-muted">
          {file.hasThumbnail ? (
            // biome-ignore lint/performance/noImgElement: a customer's picture from an authorised route, not one to optimise.
            <img src={address.thumbnail} alt="" className="size-full object-cover" />
          ) : (
            <FileText aria-hidden size={20} />
          )}
        </span>
        <span className="flex min-w-0 flex-1 flex-col">
          <bdi className="font-medium [overflow-wrap:anywhere] match-parent">{file.name ?? t("unnamed")}</bdi>
          <span data-figure className="text-ink-muted text-xs">
            {facts.join(" · ")}
          </span>
        </span>
        {isHere(file) && <DownloadLink file={file} />}
      </div>
      {file.state === "failed" && (
        <div className="flex flex-col items-start gap-1.5 text-ink-muted text-sm">
          <FileTrouble file={file} canAct={props.canAct} />
        </div>
      )}
    </div>
  );
}
