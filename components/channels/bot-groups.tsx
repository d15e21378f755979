"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { StatusDot, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import type { Group } from "@/server/groups/schemas";

const tones: Record<Group["health"], Tone> = {
  healthy: "success",
  not_admin: "neutral",
  restricted: "warn",
  rights_lost: "danger",
  removed: "danger",
};

/** Where the bot is in groups, and whether it still may do there what it did. */
export function BotGroups({ channelId }: { channelId: string }) {
  const t = useTranslations("channels.health");
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const groups = useQuery(trpc.groups.list.queryOptions());
  const own = groups.data?.filter(({ channel }) => channel.id === channelId);
  return (
    <Card title={t("groups")} hint={own?.length === 0 ? t("noGroups") : undefined}>
      {!own &&
        (groups.isError ? <ErrorState onRetry={() => void groups.refetch()} /> : <SkeletonText lines={3} />)}
      <ul className="flex flex-col">
        {own?.map((group) => (
          <li key={group.id}>
            <Link
              href={`/w/${slug}/groups?group=${group.id}`}
              className="-mx-2 flex items-center gap-3 rounded-md px-2 py-1.5 hover:bg-hover max-sm:min-h-11"
            >
              <bdi className="min-w-0 flex-1 truncate">{group.title}</bdi>
              <StatusDot tone={tones[group.health]} label={t(`groupHealth.${group.health}`)} />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
