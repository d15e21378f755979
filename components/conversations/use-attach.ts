"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useWorkspace } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import { attachments } from "./attachments";

/** Attaches files to the next message of a conversation; what cannot be attached is named with the reason. */
export function useAttach(conversationId: string): (files: File[]) => void {
  const t = useTranslations("conversations.attach");
  const { slug } = useWorkspace();
  return useCallback(
    (files) => {
      for (const { file, reason } of attachments.add(conversationId, slug, files)) {
        toast.failed(t("notAttached", { name: file.name }), { detail: t(`reasons.${reason}`) });
      }
    },
    [conversationId, slug, t],
  );
}
