"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Bot from "lucide-react/icons/bot";
import Plus from "lucide-react/icons/plus";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/components/live";
import { PanelPage } from "@/components/shell/panel-page";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { lasting } from "@/components/ui/lasting";
import { EmptyState, ForbiddenState } from "@/components/ui/states";
import { ChannelTable } from "./channel-table";
import { TelegramLinkCard } from "./telegram-link-card";

const ConnectSheet = dynamic(
  lasting(() => import("./connect-sheet").then((file) => file.ConnectSheet)),
  {
    ssr: false,
  },
);

/** How often what no event tells (the last update, what waits) is looked at again while the page is in view. */
const refreshMs = 15_000;

/** The bots of the workspace: how each fares, and connecting one. */
export function ChannelsScreen({ hasLocalTelegram }: { hasLocalTelegram: boolean }) {
  const t = useTranslations("channels");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member, slug } = useWorkspace();
  const router = useRouter();
  const open = (username: string) => router.push(`/w/${slug}/channels/${username}`);
  const [isConnecting, setConnecting] = useState(false);
  const channels = useQuery(trpc.channels.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  useLive(["channel/"], () => void cache.invalidateQueries({ queryKey: trpc.channels.pathKey() }));

  if (errorCode(channels.error) === "PERMISSION_DENIED") {
    return (
      <PanelPage title={t("title")}>
        <ForbiddenState />
      </PanelPage>
    );
  }
  const mayConnect = member.role === "owner" || member.role === "admin";
  const connect = mayConnect && (
    <Button variant="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setConnecting(true)}>
      {t("connect.action")}
    </Button>
  );
  const isEmpty = channels.data?.length === 0;
  return (
    <PanelPage title={t("title")} description={t("lead")} action={isEmpty ? undefined : connect}>
      {isEmpty ? (
        <EmptyState
          icon={<Bot aria-hidden size={20} />}
          title={t("empty.title")}
          hint={t("empty.hint")}
          example={t("empty.example")}
          action={connect}
        />
      ) : (
        <ChannelTable
          channels={channels.data}
          isFailed={channels.isError && !channels.data}
          onRetry={() => channels.refetch()}
          onOpen={open}
        />
      )}
      {!isEmpty && member.role !== "analyst" && <TelegramLinkCard />}
      <ConnectSheet
        isOpen={isConnecting}
        onOpenChange={setConnecting}
        hasLocalTelegram={hasLocalTelegram}
        onConnected={open}
      />
    </PanelPage>
  );
}
