"use client";

import type { ReactNode } from "react";
import type { TranscriptMessage } from "@/sandbox/telegram/transcript";

type Entity = NonNullable<TranscriptMessage["entities"]>[number];

const styles: Readonly<Record<string, string>> = {
  bold: "font-semibold",
  italic: "italic",
  underline: "underline",
  strikethrough: "line-through",
  code: "font-mono text-sm",
  pre: "block whitespace-pre-wrap rounded-md bg-hover p-2 font-mono text-sm",
  blockquote: "block border-accent border-s-2 ps-2",
  hashtag: "text-accent-text",
  mention: "text-accent-text",
  email: "text-accent-text",
  bot_command: "text-accent-text",
};

/** A text with its marked parts; where two overlap the first wins. */
export function RichText({ text, entities = [] }: { text: string; entities?: readonly Entity[] }) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const entity of [...entities].sort((left, right) => left.offset - right.offset)) {
    if (entity.offset < end) continue;
    parts.push(text.slice(end, entity.offset));
    end = entity.offset + entity.length;
    parts.push(<Marked key={entity.offset} entity={entity} text={text.slice(entity.offset, end)} />);
  }
  parts.push(text.slice(end));
  return <>{parts}</>;
}

function Marked({ entity, text }: { entity: Entity; text: string }) {
  const href = entity.type === "text_link" ? entity.url : entity.type === "url" ? text : undefined;
  if (href && /^https?:\/\//.test(href)) {
    return (
      <a
        href={href}
        target="_blank"
        rel="noreferrer noopener"
        className="break-words text-accent-text underline"
      >
        {text}
      </a>
    );
  }
  return <span className={styles[entity.type]}>{text}</span>;
}
