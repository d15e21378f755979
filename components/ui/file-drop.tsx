"use client";

import Upload from "lucide-react/icons/upload";
import { useTranslations } from "next-intl";
import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import { useFormat } from "@/lib/format/use-format";
import { Button } from "./button";
import { cn } from "./cn";

/** Takes one file, by choosing or dropping; refuses what is too large or of another kind before it is sent. */
export function FileDrop(props: {
  label: ReactNode;
  hint?: ReactNode;
  /** As the browser takes it: `.csv,text/csv`. */
  accept: string;
  maxBytes: number;
  onFile: (file: File) => void;
  busy?: boolean;
  error?: ReactNode;
}) {
  const t = useTranslations("common");
  const format = useFormat();
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);

  function take(file: File | undefined) {
    if (!file || props.busy) return;
    if (file.size > props.maxBytes) {
      setRefused(t("file.tooLarge", { size: format.bytes(file.size), limit: format.bytes(props.maxBytes) }));
    } else if (!isAccepted(file, props.accept)) {
      setRefused(t("file.wrongKind", { accept: props.accept }));
    } else {
      setRefused(null);
      props.onFile(file);
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  }

  const error = refused ?? props.error;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="w-fit font-medium text-sm">
        {props.label}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same. */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "flex flex-wrap items-center justify-center gap-3 rounded-lg border border-line-control border-dashed bg-sunken p-5 text-ink-muted transition-colors",
          over && "border-accent bg-accent-soft",
        )}
      >
        <Upload aria-hidden size={20} className="text-ink-faint" />
        <Button loading={props.busy} onClick={() => picker.current?.click()}>
          {props.busy ? t("file.reading") : t("file.choose")}
        </Button>
        <span className="max-sm:hidden">{t("file.drop")}</span>
        <input
          ref={picker}
          id={id}
          type="file"
          accept={props.accept}
          tabIndex={-1}
          className="sr-only"
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            // The same file again must count as a choice too.
            event.currentTarget.value = "";
          }}
        />
      </div>
      {props.hint && <p className="text-ink-faint text-sm">{props.hint}</p>}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-danger text-sm">
          {error}
        </p>
      )}
    </div>
  );
}

function isAccepted(file: File, accept: string): boolean {
  return accept.split(",").some((part) => {
    const kind = part.trim().toLowerCase();
    if (kind.startsWith(".")) return file.name.toLowerCase().endsWith(kind);
    if (kind.endsWith("/*")) return file.type.startsWith(kind.slice(0, -1));
    return file.type === kind;
  });
}
