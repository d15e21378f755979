"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { leavesNoOwner } from "@/server/members/rules";
import type { Member } from "@/server/members/schemas";
import { HeirDialog } from "./heir-dialog";
import { useMemberFailure } from "./use-member-failure";

/** Going: leaving, and handing the ownership over. */
export function LeaveCard({ members }: { members: readonly Member[] }) {
  const t = useTranslations("settings.leave");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const { name, slug } = useWorkspace();
  const tell = useMemberFailure();
  const [open, setOpen] = useState<"leave" | "transfer" | null>(null);
  const leave = useMutation(trpc.members.leave.mutationOptions());
  const transfer = useMutation(trpc.members.transferOwnership.mutationOptions());
  const you = members.find(({ isYou }) => isYou);
  if (!you) return null;
  const owners = members.filter(({ role }) => role === "owner").length;
  const isLastOwner = leavesNoOwner(you.role, null, owners);
  const others = members.filter(({ isYou }) => !isYou);

  async function go(handOverTo?: string) {
    try {
      await leave.mutateAsync(handOverTo ? { handOverTo } : {});
    } catch (error) {
      tell(error);
      throw error;
    }
    window.location.assign("/start");
  }
  async function handOver(memberId: string) {
    try {
      const heir = await transfer.mutateAsync({ memberId });
      toast.done(t("transfer.done", { name: heir.displayName }));
    } catch (error) {
      tell(error);
      throw error;
    } finally {
      await queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() });
      router.refresh();
    }
  }

  return (
    <Card title={t("title")} hint={isLastOwner ? t("hintLastOwner") : t("hint")}>
      <div className="flex flex-wrap gap-2">
        {you.role === "owner" && (
          <Button onClick={() => setOpen("transfer")} disabled={others.length === 0}>
            {t("transfer.action")}
          </Button>
        )}
        <Button onClick={() => setOpen("leave")} disabled={isLastOwner && others.length === 0}>
          {t("action")}
        </Button>
        {isLastOwner && (
          <Button variant="ghost" href={`/w/${slug}/settings#delete`}>
            {t("delete")}
          </Button>
        )}
      </div>
      <HeirDialog
        open={open === "transfer"}
        onOpenChange={(isOpen) => setOpen(isOpen ? "transfer" : null)}
        title={t("transfer.title")}
        consequence={t("transfer.consequence")}
        confirmLabel={t("transfer.action")}
        candidates={others}
        onConfirm={handOver}
      />
      {isLastOwner ? (
        <HeirDialog
          open={open === "leave"}
          onOpenChange={(isOpen) => setOpen(isOpen ? "leave" : null)}
          title={t("handOver.title", { workspace: name })}
          consequence={t("handOver.consequence")}
          confirmLabel={t("handOver.confirm")}
          candidates={others}
          onConfirm={go}
        />
      ) : (
        <ConfirmDialog
          open={open === "leave"}
          onOpenChange={(isOpen) => setOpen(isOpen ? "leave" : null)}
          title={t("confirm.title", { workspace: name })}
          consequence={t("confirm.consequence")}
          confirmLabel={t("action")}
          onConfirm={() => go()}
        />
      )}
    </Card>
  );
}
