"use client";

import { useQuery } from "@tanstack/react-query";
import Check from "lucide-react/icons/check";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { SkeletonTable } from "@/components/ui/skeleton";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { memberRoles } from "@/server/members/rules";
import type { Permission } from "@/server/members/schemas";
import { groupPermissions } from "./group-permissions";

/** Who may do what, straight from the table that the server checks. */
export function PermissionsScreen() {
  const t = useTranslations("settings.permissions");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.members.policy.queryOptions());
  if (!data && error) {
    return errorCode(error) === "PERMISSION_DENIED" ? (
      <ForbiddenState />
    ) : (
      <ErrorState onRetry={() => refetch()} />
    );
  }
  return (
    <Card flush title={t("title")} hint={t("hint")}>
      <div className="border-line border-t">
        {data ? (
          <>
            <PermissionTable permissions={data} />
            <PermissionList permissions={data} />
          </>
        ) : (
          <div aria-busy>
            <SkeletonTable rows={12} columns={5} />
          </div>
        )}
      </div>
    </Card>
  );
}

function PermissionTable({ permissions }: { permissions: readonly Permission[] }) {
  const t = useTranslations("settings.permissions");
  const common = useTranslations("common");
  const { member } = useWorkspace();
  const tell = useTellPermission();
  return (
    <table aria-label={t("title")} className="w-full border-separate border-spacing-0 max-sm:hidden">
      <thead>
        <tr className="text-ink-muted text-sm [&>th]:h-10 [&>th]:border-line [&>th]:border-b [&>th]:px-2 [&>th]:font-medium">
          <td className="border-line border-b" />
          {memberRoles.map((role) => (
            <th
              key={role}
              scope="col"
              className={cn("w-24", role === member.role && "bg-accent-soft text-accent-text")}
            >
              {common(`role.${role}`)}
            </th>
          ))}
        </tr>
      </thead>
      {groupPermissions(permissions).map(({ group, permissions: rows }) => (
        <tbody key={group}>
          <tr>
            <th
              scope="colgroup"
              colSpan={memberRoles.length + 1}
              className="border-line border-b bg-sunken px-4 py-1.5 text-start font-medium text-ink-muted text-sm"
            >
              {tell.group(group)}
            </th>
          </tr>
          {rows.map(({ verb, roles }) => (
            <tr key={verb} className="[&>*]:border-line [&>*]:border-b">
              <th scope="row" className="px-4 py-2 text-start font-normal">
                {tell.verb(verb)}
              </th>
              {memberRoles.map((role) => (
                <td key={role} className={cn("text-center", role === member.role && "bg-accent-soft")}>
                  {roles.includes(role) ? (
                    <>
                      <Check aria-hidden size={16} className="inline text-success" />
                      <span className="sr-only">{t("may")}</span>
                    </>
                  ) : (
                    <>
                      <span aria-hidden className="text-ink-faint">
                        –
                      </span>
                      <span className="sr-only">{t("mayNot")}</span>
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** The same on a phone, where six columns have no room: each act with those who may. */
function PermissionList({ permissions }: { permissions: readonly Permission[] }) {
  const t = useTranslations("settings.permissions");
  const common = useTranslations("common");
  const { member } = useWorkspace();
  const tell = useTellPermission();
  return (
    <div className="sm:hidden">
      {groupPermissions(permissions).map(({ group, permissions: rows }) => (
        <section key={group}>
          <h3 className="border-line border-b bg-sunken px-4 py-1.5 font-medium text-ink-muted text-sm">
            {tell.group(group)}
          </h3>
          <dl>
            {rows.map(({ verb, roles }) => (
              <div key={verb} className="flex flex-col gap-1.5 border-line border-b px-4 py-2.5">
                <dt>{tell.verb(verb)}</dt>
                <dd className="flex flex-wrap gap-1">
                  {roles.length === memberRoles.length ? (
                    <Badge>{t("everyone")}</Badge>
                  ) : (
                    roles.map((role) => (
                      <Badge key={role} tone={role === member.role ? "accent" : "neutral"}>
                        {common(`role.${role}`)}
                      </Badge>
                    ))
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

/** Verbs in plain words; one that is too new for a word is shown as the policy names it. */
function useTellPermission() {
  const t = useTranslations("settings.permissions");
  type Key = Parameters<typeof t>[0];
  const tell = (key: string, fallback: string) => (t.has(key as Key) ? t(key as Key) : fallback);
  return {
    verb: (verb: string) => tell(`verbs.${verb}`, verb),
    group: (group: string) => tell(`groups.${group}`, group),
  };
}
