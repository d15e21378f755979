"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Users from "lucide-react/icons/users";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { PanelPage } from "@/components/shell/panel-page";
import { useAddress } from "@/components/shell/use-address";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { lasting } from "@/components/ui/lasting";
import { EmptyState, ForbiddenState } from "@/components/ui/states";
import { GroupTable } from "./group-table";

const GroupSheet = dynamic(
  lasting(() => import("./group-sheet").then((file) => file.GroupSheet)),
  { ssr: false },
);

/** What the bot is asked to be made, as Telegram's own link offers it. */
const askedRights = "delete_messages+restrict_members+invite_users+pin_messages";

/** The groups of the workspace's bots, how each fares, and one group's sheet. */
export function GroupsScreen() {
  const t = useTranslations("groups");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member } = useWorkspace();
  // The group that is open stands in the address: `?group=grp_…`. Closing it is no step to go back from.
  const { params, write } = useAddress();
  const groupId = params.get("group");
  const openGroup = (id: string | null) => write({ group: id }, id !== null);
  const groups = useQuery(trpc.groups.list.queryOptions());
  const isEmpty = groups.data?.length === 0;
  const bots = useQuery(trpc.channels.list.queryOptions(undefined, { enabled: isEmpty }));
  useLive(["group/"], () => void cache.invalidateQueries({ queryKey: trpc.groups.pathKey() }));

  if (errorCode(groups.error) === "PERMISSION_DENIED") {
    return (
      <PanelPage title={t("title")}>
        <ForbiddenState />
      </PanelPage>
    );
  }
  const bot = bots.data?.find((candidate) => candidate.state === "active" && !candidate.isLocal);
  return (
    <PanelPage title={t("title")} description={t("lead")}>
      {isEmpty ? (
        <EmptyState
          icon={<Users aria-hidden size={20} />}
          title={t("empty.title")}
          hint={t("empty.hint")}
          example={t("empty.example")}
          action={
            bot && (
              <Button
                variant="primary"
                href={`https://t.me/${bot.username}?startgroup&admin=${askedRights}`}
                target="_blank"
                rel="noreferrer"
              >
                {t("empty.add", { username: bot.username })}
              </Button>
            )
          }
        />
      ) : (
        <GroupTable
          groups={groups.data}
          isFailed={groups.isError && !groups.data}
          onRetry={() => groups.refetch()}
          currentId={groupId}
          onOpen={openGroup}
        />
      )}
      <GroupSheet
        groupId={groupId}
        mayCheck={member.role !== "analyst"}
        mayAcknowledge={member.role === "owner" || member.role === "admin"}
        onClose={() => openGroup(null)}
      />
    </PanelPage>
  );
}
