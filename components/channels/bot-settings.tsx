"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ForbiddenState } from "@/components/ui/states";
import type { ChannelDetail } from "@/server/channels/schemas";
import type { ChannelMoves } from "./use-channel-moves";

/** The bot's token, and taking the bot away. */
export function BotSettings(props: {
  channel: ChannelDetail;
  mayChange: boolean;
  moves: ChannelMoves;
  onReplaceToken: () => void;
}) {
  const t = useTranslations("channels.detail");
  const { channel, moves } = props;
  const [isLeaving, setLeaving] = useState(false);
  if (!props.mayChange) return <ForbiddenState />;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={t("tokenTitle")} hint={t(channel.isManaged ? "tokenManagedHint" : "tokenHint")}>
        <div className="flex flex-wrap gap-2">
          <Button onClick={props.onReplaceToken}>{t("replaceToken")}</Button>
          <Button loading={moves.isMoving} onClick={moves.mend}>
            {t("register")}
          </Button>
        </div>
      </Card>
      <Card title={t("disconnect")} hint={t("disconnectHint")}>
        <Button variant="danger" onClick={() => setLeaving(true)}>
          {t("disconnect")}
        </Button>
      </Card>
      <ConfirmDialog
        open={isLeaving}
        onOpenChange={setLeaving}
        title={t("disconnectTitle", { username: channel.username })}
        consequence={t("disconnectConsequence")}
        confirmLabel={t("disconnect")}
        typeToConfirm={channel.username}
        onConfirm={moves.disconnect}
      />
    </div>
  );
}
