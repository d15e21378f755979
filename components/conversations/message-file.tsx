"use client";

import { useMutation } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import FileX from "lucide-react/icons/file-x";
import LoaderCircle from "lucide-react/icons/loader-circle";
import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import type { MediaContent, MessageFile } from "@/server/conversations/schemas";
import { canFetchAgain, isFileReason } from "@/server/files/rules";

/** Where the bytes of a file are, for members of this workspace. */
export function useFileAddress(file: MessageFile): { content: string; thumbnail: string; download: string } {
  const { slug } = useWorkspace();
  const content = `/api/files/${file.id}?workspace=${encodeURIComponent(slug)}`;
  return { content, thumbnail: `${content}&thumbnail`, download: `${content}&download` };
}

export const isHere = (file: MessageFile): boolean => file.id !== null && file.state === "stored";

/** The file's place while it is fetched, and why it is not here when it did not come; with the way to ask again. */
export function FilePlace(props: {
  content: MediaContent;
  canAct: boolean;
  className?: string;
  style?: CSSProperties;
}) {
  const t = useTranslations("conversations.content");
  const format = useFormat();
  const address = useFileAddress(props.content.file);
  const { file, kind } = props.content;
  const what = t(`kind.${kind}`);
  const size = file.sizeBytes === null ? null : format.bytes(file.sizeBytes);
  return (
    <div
      style={props.style}
      className={cn(
        "relative flex min-w-0 flex-col items-center justify-center gap-1.5 overflow-hidden rounded-md bg-sunken p-3 text-center text-ink-muted text-sm",
        props.className,
      )}
    >
      {file.hasThumbnail && (
        // biome-ignore lint/performance/noImgElement: a customer's picture from an authorised route, not one to optimise.
        <img src={address.thumbnail} alt="" className="max-h-24 max-w-full rounded-md object-contain" />
      )}
      <span className="flex items-center gap-2">
        {file.state === "failed" ? (
          <FileX aria-hidden size={16} className="shrink-0" />
        ) : (
          <LoaderCircle aria-hidden size={16} className="shrink-0 animate-spin motion-reduce:animate-none" />
        )}
        <span>
          {t(file.state === "failed" ? "failed" : "waiting", { what })}
          {size && <span data-figure> · {size}</span>}
        </span>
      </span>
      {file.name && <bdi className="max-w-full truncate text-ink">{file.name}</bdi>}
      {file.state === "failed" && <FileTrouble file={file} canAct={props.canAct} />}
    </div>
  );
}

/** Why a file did not come, in plain words, and the way to ask again where that may help. */
export function FileTrouble({ file, canAct }: { file: MessageFile; canAct: boolean }) {
  const t = useTranslations("conversations.content");
  const trpc = useTRPC();
  const retry = useMutation(
    trpc.files.retry.mutationOptions({
      onError: () => toast.failed(t("retryFailed")),
      onSuccess: () => toast.done(t("retried")),
    }),
  );
  const { id } = file;
  return (
    <>
      {isFileReason(file.reason) && <span className="text-xs">{t(`reasons.${file.reason}`)}</span>}
      {canAct && id !== null && canFetchAgain(file) && (
        <Button size="sm" loading={retry.isPending} onClick={() => retry.mutate({ fileId: id })}>
          {t("retry")}
        </Button>
      )}
    </>
  );
}

/** Saves the file under its name. */
export function DownloadLink({ file, className }: { file: MessageFile; className?: string }) {
  const t = useTranslations("conversations.content");
  const address = useFileAddress(file);
  const label = file.name ? t("downloadNamed", { name: file.name }) : t("download");
  return (
    <a
      href={address.download}
      download
      aria-label={label}
      title={label}
      className={cn(
        "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink max-sm:size-11",
        className,
      )}
    >
      <Download aria-hidden size={16} />
    </a>
  );
}
