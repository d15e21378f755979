"use client";

import Paperclip from "lucide-react/icons/paperclip";
import { useTranslations } from "next-intl";
import { type DragEvent, type ReactNode, useRef, useState } from "react";

/** Takes files that are dropped anywhere on a conversation, and says so while they hang above it. */
export function FileDropZone(props: {
  children: ReactNode;
  isOff: boolean;
  onFiles: (files: File[]) => void;
}) {
  const t = useTranslations("conversations");
  const [isOver, setOver] = useState(false);
  // Entering a child leaves the parent: only the balance tells whether it is still above.
  const depth = useRef(0);
  const isTaking = (event: DragEvent) => !props.isOff && event.dataTransfer.types.includes("Files");

  function move(event: DragEvent, by: 1 | -1) {
    if (!isTaking(event)) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button and pasting do the same.
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragEnter={(event) => move(event, 1)}
      onDragLeave={(event) => move(event, -1)}
      onDragOver={(event) => isTaking(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!isTaking(event)) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        props.onFiles([...event.dataTransfer.files]);
      }}
    >
      {props.children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-10 flex items-center justify-center gap-2 rounded-lg border-2 border-accent border-dashed bg-accent-soft/90 font-medium text-accent-text">
          <Paperclip aria-hidden size={20} />
          {t("attach.drop")}
        </div>
      )}
    </div>
  );
}
