"use client";

import { useQueryClient } from "@tanstack/react-query";
import Bot from "lucide-react/icons/bot";
import Smartphone from "lucide-react/icons/smartphone";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Checklist } from "@/server/start/schemas";

const ConnectSheet = dynamic(
  () => import("@/components/channels/connect-sheet").then((module) => module.ConnectSheet),
  { ssr: false },
);

const known = ["PERMISSION_DENIED", "TELEGRAM_UNAVAILABLE", "BOT_ALREADY_CONNECTED"] as const;

/** A bot: a local one at once, where there is a local Telegram, or one's own by its token. */
export function BotStep(props: {
  mayAct: boolean;
  checklist: Checklist;
  makeLocalBot: (() => Promise<{ code: string | null }>) | null;
  onDone: () => void;
}) {
  const t = useTranslations("start.steps.bot");
  const queryClient = useQueryClient();
  const trpc = useTRPC();
  const [isMaking, setMaking] = useState(false);
  const [isConnecting, setConnecting] = useState(false);
  const [hasConnected, setConnected] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { bot } = props.checklist;

  async function make() {
    if (!props.makeLocalBot) return;
    setMaking(true);
    setProblem(null);
    try {
      const { code } = await props.makeLocalBot();
      if (code) return setProblem(t(`failed.${known.find((one) => one === code) ?? "other"}`));
      await queryClient.invalidateQueries({ queryKey: trpc.channels.pathKey() });
      props.onDone();
    } catch {
      setProblem(t("failed.other"));
    } finally {
      setMaking(false);
    }
  }

  if (bot) {
    return (
      <p>
        {t.rich("connected", {
          username: () => <bdi dir="ltr" className="font-medium">{`@${bot.username}`}</bdi>,
        })}
      </p>
    );
  }
  if (!props.mayAct) return null;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {props.makeLocalBot && (
          <Button
            variant="primary"
            icon={<Smartphone aria-hidden size={16} />}
            loading={isMaking}
            onClick={() => void make()}
          >
            {t("makeLocal")}
          </Button>
        )}
        <Button
          variant={props.makeLocalBot ? "secondary" : "primary"}
          icon={<Bot aria-hidden size={16} />}
          onClick={() => {
            setConnecting(true);
            setConnected(true);
          }}
        >
          {t("connect")}
        </Button>
      </div>
      {props.makeLocalBot && <p className="text-ink-faint text-sm">{t("localHint")}</p>}
      {problem && <Notice tone="danger">{problem}</Notice>}
      {hasConnected && (
        <ConnectSheet
          isOpen={isConnecting}
          onOpenChange={setConnecting}
          hasLocalTelegram={props.makeLocalBot !== null}
          onConnected={props.onDone}
        />
      )}
    </>
  );
}
