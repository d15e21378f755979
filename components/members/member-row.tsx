"use client";

import UserMinus from "lucide-react/icons/user-minus";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { useFormat } from "@/lib/format/use-format";
import { canChangeRole, leavesNoOwner, memberRoles } from "@/server/members/rules";
import type { Member } from "@/server/members/schemas";
import type { MemberRole } from "./roles";

/** One member; what the reader may not do with them is not offered, and why not is said. */
export function MemberRow(props: {
  member: Member;
  /** The reader's role, null where they may change nobody. */
  by: MemberRole | null;
  owners: number;
  onRole: (role: MemberRole) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("settings.members");
  const common = useTranslations("common");
  const format = useFormat();
  const { member, by, owners } = props;
  const may = (to: MemberRole | null) => by !== null && canChangeRole(by, member.role, to);
  const isLastOwner = leavesNoOwner(member.role, null, owners);
  const reason = by === null ? null : !may(null) ? t("ownerOnly") : isLastOwner ? t("lastOwner") : null;
  const roleName = common(`role.${member.role}`);

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <Avatar name={member.displayName} />
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex min-w-0 items-center gap-2">
          <bdi className="truncate font-medium">{member.displayName}</bdi>
          {member.isYou && <Badge tone="accent">{t("you")}</Badge>}
        </p>
        <p className="text-ink-faint text-sm">
          {reason ?? t("since", { date: format.date(member.createdAt) })}
        </p>
      </div>
      {may(null) && !isLastOwner ? (
        <div className="flex items-center gap-1 max-sm:w-full max-sm:ps-11">
          <Select
            className="w-40 max-sm:flex-1"
            label={t("roleOf", { name: member.displayName })}
            items={memberRoles
              .filter((role) => role === member.role || may(role))
              .map((role) => ({ value: role, label: common(`role.${role}`), hint: t(`roles.${role}`) }))}
            value={member.role}
            onValueChange={(role) => role !== member.role && props.onRole(role)}
          />
          {/* One's own way out stands below the list. */}
          {!member.isYou && (
            <IconButton
              label={t("remove.label", { name: member.displayName })}
              icon={<UserMinus aria-hidden size={16} />}
              onClick={props.onRemove}
            />
          )}
        </div>
      ) : (
        <Badge>{roleName}</Badge>
      )}
    </li>
  );
}
