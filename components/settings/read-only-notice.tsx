"use client";

import { useTranslations } from "next-intl";
import type { PermissionState } from "@/components/members/use-permission";
import { useWorkspace } from "@/components/trpc";
import { Notice } from "@/components/ui/notice";
import { useFormat } from "@/lib/format/use-format";

/** Why these settings can be read but not changed, and who can change them; nothing for those who can. */
export function ReadOnlyNotice({ permission }: { permission: PermissionState }) {
  const t = useTranslations("settings");
  const role = useTranslations("common");
  const format = useFormat();
  const { member } = useWorkspace();
  if (!permission.isKnown || permission.isAllowed) return null;
  return (
    <Notice title={t("readOnly.title")}>
      {t("readOnly.hint", {
        roles: format.list(permission.roles.map((name) => role(`role.${name}`))),
        role: role(`role.${member.role}`),
      })}
    </Notice>
  );
}
