"use client";

import Eye from "lucide-react/icons/eye";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import { useTranslations } from "next-intl";
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import type { MediaContent, MessageContent } from "@/server/conversations/schemas";
import { isPicture } from "@/server/files/rules";
import { DownloadLink, FilePlace, isHere, useFileAddress } from "./message-file";

type Of<Kind extends MediaContent["kind"]> = Extract<MessageContent, { kind: Kind }>;
type Shown<Kind extends MediaContent["kind"]> = { content: Of<Kind>; canAct: boolean };

const frameWidth = 280;

/** The place of a picture, kept by its own proportions, so that nothing moves when it comes. */
function placeOf(content: { width: number | null; height: number | null }, fallback = 4 / 3): CSSProperties {
  const { width, height } = content;
  const ratio = width && height ? width / height : fallback;
  return { width: frameWidth, maxWidth: "100%", aspectRatio: Math.min(Math.max(ratio, 0.5), 2.5) };
}

export function PhotoContent({ content, canAct }: Shown<"photo">) {
  const t = useTranslations("conversations.content");
  const address = useFileAddress(content.file);
  const place = placeOf(content);
  if (!isHere(content.file)) return <FilePlace content={content} canAct={canAct} style={place} />;
  return (
    <Covered isCovered={content.file.isCovered}>
      <a href={address.content} target="_blank" rel="noreferrer" className="block rounded-md">
        {/* biome-ignore lint/performance/noImgElement: a customer's picture from an authorised route, not one to optimise. */}
        <img
          src={address.content}
          alt={t("alt.photo")}
          loading="lazy"
          className="rounded-md bg-sunken object-cover"
          style={place}
        />
      </a>
    </Covered>
  );
}

/** A film, or a round video message. */
export function VideoContent({ content, canAct }: Shown<"video" | "video_note">) {
  const t = useTranslations("conversations.content");
  const address = useFileAddress(content.file);
  const isNote = content.kind === "video_note";
  const place = isNote ? { width: 220, maxWidth: "100%", aspectRatio: 1 } : placeOf(content, 16 / 9);
  if (!isHere(content.file)) return <FilePlace content={content} canAct={canAct} style={place} />;
  return (
    <Covered isCovered={content.file.isCovered}>
      <span className="flex items-end gap-1">
        {/* biome-ignore lint/a11y/useMediaCaption: what customers film comes without captions. */}
        <video
          controls
          playsInline
          preload="metadata"
          poster={content.file.hasThumbnail ? address.thumbnail : undefined}
          src={address.content}
          aria-label={t(`alt.${content.kind}`)}
          className={cn("min-w-0 bg-sunken object-cover", isNote ? "rounded-full" : "rounded-md")}
          style={place}
        />
        <DownloadLink file={content.file} />
      </span>
    </Covered>
  );
}

/** A short film without sound that goes round, until it is stopped; it does not start for who wants no motion. */
export function AnimationContent({ content, canAct }: Shown<"animation">) {
  const t = useTranslations("conversations.content");
  const address = useFileAddress(content.file);
  const place = placeOf(content);
  if (!isHere(content.file)) return <FilePlace content={content} canAct={canAct} style={place} />;
  return (
    <Covered isCovered={content.file.isCovered}>
      {isPicture(content.file.contentType ?? undefined) ? (
        // biome-ignore lint/performance/noImgElement: a customer's picture from an authorised route, not one to optimise.
        <img
          src={address.content}
          alt={t("alt.animation")}
          loading="lazy"
          className="rounded-md bg-sunken object-cover"
          style={place}
        />
      ) : (
        <Loop
          source={address.content}
          label={t("alt.animation")}
          poster={content.file.hasThumbnail ? address.thumbnail : undefined}
          style={place}
        />
      )}
    </Covered>
  );
}

const stickerPlace = { width: 144, maxWidth: "100%", aspectRatio: 1 } as const;

/** A sticker as it is; a packed drawing by its small picture, or by the emoji it stands for. */
export function StickerContent({ content, canAct }: Shown<"sticker">) {
  const t = useTranslations("conversations.content");
  const address = useFileAddress(content.file);
  const { file, emoji } = content;
  const label = emoji ? t("alt.stickerOf", { emoji }) : t("kind.sticker");
  if (isHere(file) && file.contentType?.startsWith("video/")) {
    return <Loop source={address.content} label={label} style={stickerPlace} isBare />;
  }
  const isDrawn = isHere(file) && isPicture(file.contentType ?? undefined);
  if (isDrawn || file.hasThumbnail) {
    return (
      // biome-ignore lint/performance/noImgElement: a customer's picture from an authorised route, not one to optimise.
      <img
        src={isDrawn ? address.content : address.thumbnail}
        alt={label}
        loading="lazy"
        className="object-contain"
        style={stickerPlace}
      />
    );
  }
  if (isHere(file) && emoji) {
    return (
      <span role="img" aria-label={label} className="block text-5xl leading-tight">
        {emoji}
      </span>
    );
  }
  return <FilePlace content={content} canAct={canAct} style={{ width: 220, maxWidth: "100%" }} />;
}

function Loop(props: {
  source: string;
  label: string;
  poster?: string;
  style: CSSProperties;
  isBare?: boolean;
}) {
  const t = useTranslations("conversations.content");
  const film = useRef<HTMLVideoElement>(null);
  const [isPlaying, setPlaying] = useState(false);

  useEffect(() => {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    void film.current?.play().catch(() => {});
  }, []);
  function toggle() {
    const { current } = film;
    if (!current) return;
    if (current.paused) void current.play().catch(() => {});
    else current.pause();
  }

  return (
    <span className="relative block w-fit max-w-full">
      <video
        ref={film}
        muted
        loop
        playsInline
        preload="metadata"
        poster={props.poster}
        src={props.source}
        aria-label={props.label}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        className={cn(props.isBare ? "object-contain" : "rounded-md bg-sunken object-cover")}
        style={props.style}
      />
      <button
        type="button"
        onClick={toggle}
        aria-label={t(isPlaying ? "pause" : "play")}
        className="absolute start-1.5 bottom-1.5 inline-flex size-7 items-center justify-center rounded-full bg-raised text-ink-muted shadow-float hover:text-ink max-sm:size-9"
      >
        {isPlaying ? <Pause aria-hidden size={14} /> : <Play aria-hidden size={14} />}
      </button>
    </span>
  );
}

/** What the sender covered is shown at the reader's press. */
function Covered({ isCovered, children }: { isCovered: boolean; children: ReactNode }) {
  const t = useTranslations("conversations.content");
  const [isOpen, setOpen] = useState(!isCovered);
  if (isOpen) return children;
  return (
    <span className="relative block w-fit max-w-full overflow-hidden rounded-md">
      <span aria-hidden inert className="block blur-2xl">
        {children}
      </span>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="absolute inset-0 flex items-center justify-center gap-2 bg-sunken/60 font-medium text-sm"
      >
        <Eye aria-hidden size={16} />
        {t("uncover")}
      </button>
    </span>
  );
}
