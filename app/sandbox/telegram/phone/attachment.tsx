"use client";

import ChartBar from "lucide-react/icons/chart-bar";
import CircleSlash from "lucide-react/icons/circle-slash";
import FileIcon from "lucide-react/icons/file";
import MapPin from "lucide-react/icons/map-pin";
import { useTranslations } from "next-intl";
import { useFormat } from "@/lib/format/use-format";
import type { TranscriptFile, TranscriptMessage } from "@/sandbox/telegram/transcript";

/** What a message carries besides its words and its photo. */
export function Attachment(props: {
  message: TranscriptMessage;
  onVote: (messageId: number, options: number[]) => void;
}) {
  const { message, onVote } = props;
  const t = useTranslations("sandbox.chat");
  const { file, location, poll, dice, story } = message;
  if (file) return <FileView file={file} />;
  if (location) {
    return (
      <p className="flex items-center gap-2 py-1">
        <MapPin aria-hidden size={20} className="shrink-0 text-accent-text" />
        <span className="min-w-0">
          <span className="block truncate font-medium">
            <bdi>{location.title ?? t("location")}</bdi>
          </span>
          <span className="block truncate text-ink-muted text-sm tabular-nums">
            <bdi>
              {location.address ?? `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`}
            </bdi>
          </span>
        </span>
      </p>
    );
  }
  if (poll) {
    return (
      <div className="py-1">
        <p className="flex items-center gap-2 font-medium">
          <ChartBar aria-hidden size={16} className="shrink-0 text-accent-text" />
          <bdi>{poll.question}</bdi>
        </p>
        <ul className="mt-1.5 flex flex-col gap-1">
          {poll.options.map(({ text, votes }, index) => (
            <li key={text}>
              <button
                type="button"
                disabled={poll.isClosed}
                onClick={() => onVote(message.id, [index])}
                className="flex min-h-8 w-full items-center gap-3 rounded-md bg-hover px-2.5 text-start transition-colors hover:bg-accent-soft disabled:opacity-60 max-sm:min-h-11"
              >
                <bdi className="min-w-0 flex-1">{text}</bdi>
                <span className="text-ink-muted text-sm tabular-nums">{votes}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (dice) return <p className="py-1 text-2xl tabular-nums">{`${dice.emoji} ${dice.value}`}</p>;
  if (story !== undefined) {
    return (
      <p className="py-1 text-ink-muted">
        {t("story")} <bdi className="font-medium">{story}</bdi>
      </p>
    );
  }
  return null;
}

function FileView({ file }: { file: TranscriptFile }) {
  const t = useTranslations("sandbox.chat");
  const { bytes } = useFormat();
  const { kind, url, name } = file;
  const label = name ?? t(`kinds.${kind}`);
  if (url === null) {
    return (
      <p className="flex items-center gap-2 py-1 text-ink-muted">
        <CircleSlash aria-hidden size={16} className="shrink-0" />
        <bdi className="min-w-0 truncate">{label}</bdi>
        <span className="shrink-0 text-sm tabular-nums">{bytes(file.size)}</span>
      </p>
    );
  }
  if (kind === "video" || kind === "animation" || kind === "video_note") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: what somebody sent has no captions.
      <video
        src={url}
        controls
        preload="metadata"
        aria-label={label}
        className="my-1 max-h-72 w-full min-w-40 rounded-lg bg-hover"
      />
    );
  }
  if (kind === "voice" || kind === "audio") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: what somebody sent has no captions.
      <audio src={url} controls preload="metadata" aria-label={label} className="my-1 h-10 w-60 max-w-full" />
    );
  }
  if (kind === "sticker" && file.mimeType !== "application/x-tgsticker") {
    return (
      // biome-ignore lint/performance/noImgElement: served by the stand-in itself, which nothing can optimise.
      <img
        src={url}
        alt={file.emoji ?? label}
        width={file.width}
        height={file.height}
        className="size-32 object-contain"
      />
    );
  }
  return (
    <a href={url} download={name ?? true} className="flex items-center gap-2 py-1 text-accent-text">
      <FileIcon aria-hidden size={20} className="shrink-0" />
      <bdi className="min-w-0 truncate font-medium">{label}</bdi>
      <span className="shrink-0 text-ink-muted text-sm tabular-nums">{bytes(file.size)}</span>
    </a>
  );
}
