"use client";

import Link2 from "lucide-react/icons/link-2";
import Mail from "lucide-react/icons/mail";
import RotateCw from "lucide-react/icons/rotate-cw";
import UserPlus from "lucide-react/icons/user-plus";
import X from "lucide-react/icons/x";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SkeletonRows } from "@/components/settings/skeleton-rows";
import { useWorkspace } from "@/components/trpc";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { canInvite, type InvitationState } from "@/server/members/rules";
import type { Invitation, InvitationWithLink } from "@/server/members/schemas";
import { InviteDialog } from "./invite-dialog";
import { SentInvitation } from "./sent-invitation";
import { useInvitations } from "./use-invitations";

const tones: Record<InvitationState, Tone> = {
  waiting: "accent",
  expired: "warn",
  accepted: "success",
  withdrawn: "neutral",
};

/** Who was invited and what has become of it; inviting, sending again, withdrawing. */
export function InvitationsCard() {
  const t = useTranslations("settings.invitations");
  const router = useRouter();
  const asked = useSearchParams().get("invite") !== null;
  const invitations = useInvitations(true);
  const [isInviting, setInviting] = useState(asked);
  const [sent, setSent] = useState<InvitationWithLink | null>(null);
  const [withdrawn, setWithdrawn] = useState<Invitation | null>(null);

  function openInvite(isOpen: boolean) {
    setInviting(isOpen);
    // A reload must not open it again.
    if (!isOpen && asked) router.replace(window.location.pathname);
  }

  return (
    <Card
      flush
      title={t("title")}
      hint={t("hint")}
      action={
        <Button variant="primary" icon={<UserPlus aria-hidden size={16} />} onClick={() => setInviting(true)}>
          {t("invite")}
        </Button>
      }
    >
      <div className="border-line border-t">
        {invitations.isError && !invitations.data ? (
          <ErrorState onRetry={() => invitations.refetch()} />
        ) : !invitations.data ? (
          <SkeletonRows rows={2} rowClass="h-[4.0625rem]" />
        ) : invitations.data.length === 0 ? (
          <p className="px-4 py-6 text-center text-ink-muted">{t("empty")}</p>
        ) : (
          <ul className="divide-y divide-line">
            {invitations.data.map((invitation) => (
              <InvitationRow
                key={invitation.id}
                invitation={invitation}
                isBusy={invitations.isBusy}
                onResend={async () => setSent(await invitations.resend(invitation))}
                onWithdraw={() => setWithdrawn(invitation)}
              />
            ))}
          </ul>
        )}
      </div>
      <InviteDialog
        isOpen={isInviting}
        onOpenChange={openInvite}
        invitations={invitations}
        onInvited={(made) => {
          openInvite(false);
          setSent(made);
        }}
      />
      <SentInvitation invitation={sent} onClose={() => setSent(null)} />
      {withdrawn && (
        <ConfirmDialog
          open
          onOpenChange={() => setWithdrawn(null)}
          title={withdrawn.email ? t("withdraw.titleFor", { address: withdrawn.email }) : t("withdraw.title")}
          consequence={t("withdraw.consequence")}
          confirmLabel={t("withdraw.confirm")}
          onConfirm={() => invitations.withdraw(withdrawn)}
        />
      )}
    </Card>
  );
}

function InvitationRow(props: {
  invitation: Invitation;
  isBusy: boolean;
  onResend: () => void;
  onWithdraw: () => void;
}) {
  const t = useTranslations("settings.invitations");
  const common = useTranslations("common");
  const format = useFormat();
  const { member } = useWorkspace();
  const { email, role, state, invitedBy, expiresAt, acceptedBy } = props.invitation;
  const isOpen = state === "waiting" || state === "expired";
  const Icon = email ? Mail : Link2;
  const told = {
    waiting: t("until", { date: format.date(expiresAt) }),
    expired: t("expiredOn", { date: format.date(expiresAt) }),
    accepted: t("acceptedBy", { name: acceptedBy ?? "" }),
    withdrawn: t("invitedBy", { name: invitedBy }),
  }[state];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <Icon aria-hidden size={16} className="mx-2 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1 basis-40">
        <p className="truncate font-medium">{email ? <bdi dir="ltr">{email}</bdi> : t("byLink")}</p>
        <p className="text-ink-faint text-sm">
          {common(`role.${role}`)} · {told}
        </p>
      </div>
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
      {isOpen && (
        <div className="flex items-center gap-1">
          {canInvite(member.role, role) && (
            <IconButton
              label={email ? t("resend") : t("newLink")}
              icon={<RotateCw aria-hidden size={16} />}
              disabled={props.isBusy}
              onClick={props.onResend}
            />
          )}
          <IconButton
            label={t("withdraw.confirm")}
            icon={<X aria-hidden size={16} />}
            disabled={props.isBusy}
            onClick={props.onWithdraw}
          />
        </div>
      )}
    </li>
  );
}
