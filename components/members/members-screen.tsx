"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReadOnlyNotice } from "@/components/settings/read-only-notice";
import { SkeletonRows } from "@/components/settings/skeleton-rows";
import { errorCode } from "@/components/trpc";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import type { Member } from "@/server/members/schemas";
import { InvitationsCard } from "./invitations-card";
import { LeaveCard } from "./leave-card";
import { MemberRow } from "./member-row";
import type { MemberRole } from "./roles";
import { useMembers } from "./use-members";
import { usePermission } from "./use-permission";

/** Who works here and in which role. */
export function MembersScreen() {
  const t = useTranslations("settings.members");
  const members = useMembers();
  const permission = usePermission("member.updateRole");
  const mayInvite = usePermission("invitation.create");
  if (!members.data && members.error) {
    return errorCode(members.error) === "PERMISSION_DENIED" ? (
      <ForbiddenState />
    ) : (
      <ErrorState onRetry={() => members.refetch()} />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <ReadOnlyNotice permission={permission} />
      <Card flush title={t("title")} hint={t("hint")}>
        <div className="border-line border-t">
          {members.data && permission.isKnown ? (
            <MemberList
              members={members.data}
              mayChange={permission.isAllowed}
              onRole={members.changeRole}
              onRemove={members.remove}
            />
          ) : (
            <SkeletonRows rows={5} rowClass="h-[4.0625rem]" />
          )}
        </div>
      </Card>
      {mayInvite.isAllowed && <InvitationsCard />}
      {members.data && <LeaveCard members={members.data} />}
    </div>
  );
}

/** What waits for the reader's word: their own role, or somebody's leaving. */
type Question = { kind: "role"; member: Member; role: MemberRole } | { kind: "remove"; member: Member };

function MemberList(props: {
  members: readonly Member[];
  mayChange: boolean;
  onRole: (member: Member, role: MemberRole) => Promise<void>;
  onRemove: (member: Member) => Promise<void>;
}) {
  const t = useTranslations("settings.members");
  const common = useTranslations("common");
  const [question, setQuestion] = useState<Question | null>(null);
  const [isOpen, setOpen] = useState(false);
  const owners = props.members.filter(({ role }) => role === "owner").length;
  const you = props.members.find(({ isYou }) => isYou);
  const ask = (asked: Question) => {
    setQuestion(asked);
    setOpen(true);
  };

  return (
    <>
      <ul className="divide-y divide-line">
        {props.members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            by={props.mayChange && you ? you.role : null}
            owners={owners}
            onRole={(role) =>
              member.isYou ? ask({ kind: "role", member, role }) : void props.onRole(member, role)
            }
            onRemove={() => ask({ kind: "remove", member })}
          />
        ))}
      </ul>
      {question?.kind === "role" && (
        <ConfirmDialog
          open={isOpen}
          onOpenChange={setOpen}
          tone="primary"
          title={t("ownRole.title", { role: common(`role.${question.role}`) })}
          consequence={t("ownRole.consequence")}
          confirmLabel={t("ownRole.confirm")}
          onConfirm={() => props.onRole(question.member, question.role)}
        />
      )}
      {question?.kind === "remove" && (
        <ConfirmDialog
          open={isOpen}
          onOpenChange={setOpen}
          title={t("remove.title", { name: question.member.displayName })}
          consequence={t("remove.consequence")}
          confirmLabel={t("remove.confirm")}
          typeToConfirm={question.member.displayName}
          // The reason has been told; the dialog stays for another try.
          onConfirm={() => props.onRemove(question.member)}
        />
      )}
    </>
  );
}
