"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { usePermission } from "@/components/members/use-permission";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { takeBackDays } from "@/server/workspaces/rules";
import type { Workspace } from "@/server/workspaces/schemas";

/** The end of a workspace; seen by owners. */
export function DeleteCard({ workspace }: { workspace: Workspace }) {
  const t = useTranslations("settings.delete");
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const permission = usePermission("workspace.delete");
  const [isOpen, setOpen] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  const remove = useMutation(trpc.workspaces.delete.mutationOptions());
  useEffect(() => {
    if (window.location.hash === "#delete") card.current?.scrollIntoView({ block: "center" });
  }, []);
  if (!permission.isAllowed) return null;

  async function confirm() {
    try {
      await remove.mutateAsync({ name: workspace.name });
    } catch (error) {
      const code = errorCode(error);
      toast.failed(t("failed"), { detail: t(code === "NAME_NOT_CONFIRMED" ? "renamed" : "kept") });
      throw error;
    }
    window.location.assign(`/w/${slug}`);
  }

  return (
    <div id="delete" ref={card} className="scroll-mt-24">
      <Card
        title={t("title")}
        hint={t("hint", { days: takeBackDays })}
        action={
          <Button onClick={() => setOpen(true)} className="text-danger">
            {t("action")}
          </Button>
        }
      >
        <p className="text-ink-muted text-sm">{t("instead")}</p>
      </Card>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t("question", { workspace: workspace.name })}
        consequence={t("consequence", { days: takeBackDays })}
        confirmLabel={t("action")}
        typeToConfirm={workspace.name}
        onConfirm={confirm}
      />
    </div>
  );
}
