"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { errorCode, useTRPC } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { Invitation } from "@/server/members/schemas";

const known = [
  "ALREADY_INVITED",
  "INVITATION_ENDED",
  "INVITATION_NOT_FOUND",
  "OWNER_ONLY",
  "PERMISSION_DENIED",
  "MAIL_ADDRESS_INVALID",
  "LIMIT_REACHED",
  "QUOTA_REACHED",
] as const;

/** The invitations of the workspace, and what can be done with them; kept fresh while they are accepted. */
export function useInvitations(enabled: boolean) {
  const t = useTranslations("settings.invitations");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.members.invitations.queryOptions(undefined, { enabled }));
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.members.invitations.queryKey() });
  useLive(["invitation/", "member/"], () => void refresh());

  const tell = (error: unknown): string => {
    const code = errorCode(error);
    return t(`failed.${known.find((one) => one === code) ?? "other"}`);
  };
  const onError = (error: unknown) => toast.failed(t("failed.title"), { detail: tell(error) });
  const invite = useMutation(trpc.members.invite.mutationOptions({ onSettled: refresh }));
  const resend = useMutation(trpc.members.resendInvitation.mutationOptions({ onError, onSettled: refresh }));
  const withdraw = useMutation(
    trpc.members.withdrawInvitation.mutationOptions({ onError, onSettled: refresh }),
  );

  return {
    ...query,
    tell,
    invite,
    isBusy: resend.isPending || withdraw.isPending,
    /** The new link, or null when it did not work and that was said. */
    async resend({ id }: Invitation) {
      return resend.mutateAsync({ invitationId: id }).catch(() => null);
    },
    async withdraw({ id, email }: Invitation) {
      const done = await withdraw.mutateAsync({ invitationId: id }).catch(() => null);
      if (done) toast.done(email ? t("withdrawnFor", { address: email }) : t("withdrawn"));
    },
  };
}
