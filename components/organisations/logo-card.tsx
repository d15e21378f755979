"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FileDrop } from "@/components/ui/file-drop";
import { toast } from "@/components/ui/toast";
import { logoReasons, maxLogoBytes } from "@/server/organisations/rules";
import type { Organisation } from "@/server/organisations/schemas";

type Refusal = { error?: { code?: string; detail?: { reason?: string } } };

/** The logo: bringing one, seeing it, taking it away. */
export function LogoCard(props: { organisation: Organisation; isReadOnly: boolean }) {
  const t = useTranslations("settings.brand");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { slug } = useWorkspace();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { name, logoUrl } = props.organisation;

  async function send(file: File | null) {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await fetch("/api/organisations/logo", {
        method: file ? "PUT" : "DELETE",
        headers: { "x-santral-workspace": slug },
        ...(file && { body: file }),
      });
      if (!answer.ok) return setProblem(t(`logo.refused.${reasonOf((await answer.json()) as Refusal)}`));
      const after = (await answer.json()) as Organisation;
      queryClient.setQueryData(trpc.organisations.get.queryKey(), after);
      toast.done(file ? t("logo.done") : t("logo.removed"));
      router.refresh();
    } catch {
      setProblem(t("logo.refused.other"));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Card
      title={t("logo.title")}
      hint={t("logo.hint")}
      action={
        logoUrl &&
        !props.isReadOnly && (
          <Button size="sm" variant="ghost" disabled={isBusy} onClick={() => void send(null)}>
            {t("logo.remove")}
          </Button>
        )
      }
    >
      <div className="flex flex-wrap items-center gap-4">
        <div className="flex size-24 shrink-0 items-center justify-center rounded-lg border border-line bg-sunken p-3">
          {logoUrl ? (
            // biome-ignore lint/performance/noImgElement: drawn to its size by the server already.
            <img
              src={logoUrl}
              alt={t("logo.alt", { name })}
              className="max-h-full max-w-full object-contain"
            />
          ) : (
            <Avatar name={name} size={40} />
          )}
        </div>
        {!props.isReadOnly && (
          <div className="min-w-0 flex-1 basis-64">
            <FileDrop
              label={t("logo.choose")}
              hint={t("logo.limits")}
              accept=".png,.jpg,.jpeg,.webp"
              maxBytes={maxLogoBytes}
              busy={isBusy}
              error={problem}
              onFile={(file) => void send(file)}
            />
          </div>
        )}
      </div>
    </Card>
  );
}

function reasonOf({ error }: Refusal) {
  const reason = logoReasons.find((known) => known === error?.detail?.reason);
  return reason ?? (error?.code === "PERMISSION_DENIED" ? "PERMISSION_DENIED" : "other");
}
