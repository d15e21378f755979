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

export function VideoContent({ content, canAct }: Shown<"video">) {
  const t = useTranslations("conversations.content");
  const address = useFileAddress(content.file);
  const place = placeOf(content, 16 / 9);
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
          aria-label={t("alt.video")}
          className="min-w-0 rounded-md bg-sunken object-cover"
          style={place}
        />
        <DownloadLink file={content.file} />
      </span>
    </Covered>
  );
}

const notePlace = { width: 220, maxWidth: "100%", aspectRatio: 1 } as const;

/** A round film with sound, played once at a press: a player's own controls would be cut off by the circle. */
export function VideoNoteContent({ content, canAct }: Shown<"video_note">) {
  const t = useTranslations("conversations.content");
  const address = useFileAddress(content.file);
  if (!isHere(content.file)) return <FilePlace content={content} canAct={canAct} style={notePlace} />;
  return (
    <span className="flex items-end gap-1">
      <Film
        source={address.content}
        label={t("alt.video_note")}
        poster={content.file.hasThumbnail ? address.thumbnail : undefined}
        style={notePlace}
        className="rounded-full bg-sunken object-cover"
      />
      <DownloadLink file={content.file} />
    </span>
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
        <Film
          isLoop
          source={address.content}
          label={t("alt.animation")}
          poster={content.file.hasThumbnail ? address.thumbnail : undefined}
          style={place}
          className="rounded-md bg-sunken object-cover"
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
    return (
      <Film isLoop source={address.content} label={label} style={stickerPlace} className="object-contain" />
    );
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

/** A film with one button. `isLoop`: without sound, by itself, round and round; otherwise at a press, once. */
function Film(props: {
  source: string;
  label: string;
  poster?: string;
  style: CSSProperties;
  className: string;
  isLoop?: boolean;
}) {
  const t = useTranslations("conversations.content");
  const film = useRef<HTMLVideoElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const { isLoop = false } = props;

  useEffect(() => {
    if (!isLoop || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    void film.current?.play().catch(() => {});
  }, [isLoop]);
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
        muted={isLoop}
        loop={isLoop}
        playsInline
        preload="metadata"
        poster={props.poster}
        src={props.source}
        aria-label={props.label}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        className={props.className}
        style={props.style}
      />
      <button
        type="button"
        onClick={toggle}
        aria-label={t(isPlaying ? "pause" : "play")}
        className={cn(
          "absolute inline-flex items-center justify-center rounded-full bg-raised text-ink-muted shadow-float hover:text-ink",
          isLoop
            ? "start-1.5 bottom-1.5 size-7 max-sm:size-9"
            : "start-1/2 bottom-3 size-10 -translate-x-1/2 rtl:translate-x-1/2",
        )}
      >
        {isPlaying ? (
          <Pause aria-hidden size={isLoop ? 14 : 18} />
        ) : (
          <Play aria-hidden size={isLoop ? 14 : 18} />
        )}
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
