"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import KeyRound from "lucide-react/icons/key-round";
import Smartphone from "lucide-react/icons/smartphone";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ManagedBotForm } from "@/components/channels/managed-bot-form";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { lasting } from "@/components/ui/lasting";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import type { Checklist } from "@/server/start/schemas";

const ConnectSheet = dynamic(
  lasting(() => import("@/components/channels/connect-sheet").then((module) => module.ConnectSheet)),
  { ssr: false },
);

const known = ["PERMISSION_DENIED", "TELEGRAM_UNAVAILABLE", "BOT_ALREADY_CONNECTED"] as const;

/** A bot: made by Telegram with a tap, where the platform has a bot that does so; by its token; or one to try with. */
export function BotStep(props: {
  mayAct: boolean;
  checklist: Checklist;
  makeLocalBot: (() => Promise<{ code: string | null }>) | null;
  onDone: () => void;
}) {
  const t = useTranslations("start.steps.bot");
  const { bot } = props.checklist;
  if (bot) {
    return (
      <p>
        {t.rich("connected", {
          username: () => <bdi dir="ltr" className="font-medium">{`@${bot.username}`}</bdi>,
        })}
      </p>
    );
  }
  return props.mayAct ? <BotWays makeLocalBot={props.makeLocalBot} onDone={props.onDone} /> : null;
}

function BotWays(props: {
  makeLocalBot: (() => Promise<{ code: string | null }>) | null;
  onDone: () => void;
}) {
  const t = useTranslations("start.steps.bot");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { name } = useWorkspace();
  const managing = useQuery(trpc.channels.managingBot.queryOptions(undefined, { staleTime: 60_000 }));
  const hasManaged = Boolean(managing.data?.username);

  async function finish() {
    await queryClient.invalidateQueries({ queryKey: trpc.channels.pathKey() });
    props.onDone();
  }
  // What is offered first must not change under a finger.
  if (managing.isPending) return <Skeleton className="h-24" />;
  return (
    <>
      {hasManaged && (
        <>
          <ManagedBotForm isPrimary initialName={name} onMade={() => void finish()} />
          <p className="flex items-center gap-3 text-ink-faint text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            {t("orElse")}
          </p>
        </>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        {props.makeLocalBot && (
          <LocalBot isPrimary={!hasManaged} make={props.makeLocalBot} onMade={() => void finish()} />
        )}
        <OwnBot
          isPrimary={!hasManaged && !props.makeLocalBot}
          hasLocalTelegram={props.makeLocalBot !== null}
          onConnected={props.onDone}
        />
      </div>
    </>
  );
}

/** One that lives in this machine's Telegram, at once and without an account. */
function LocalBot(props: {
  isPrimary: boolean;
  make: () => Promise<{ code: string | null }>;
  onMade: () => void;
}) {
  const t = useTranslations("start.steps.bot");
  const [isMaking, setMaking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function make() {
    setMaking(true);
    setProblem(null);
    try {
      const { code } = await props.make();
      if (code) return setProblem(t(`failed.${known.find((one) => one === code) ?? "other"}`));
      props.onMade();
    } catch {
      setProblem(t("failed.other"));
    } finally {
      setMaking(false);
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <Button
        variant={props.isPrimary ? "primary" : "secondary"}
        className="self-start"
        icon={<Smartphone aria-hidden size={16} />}
        loading={isMaking}
        onClick={() => void make()}
      >
        {t("makeLocal")}
      </Button>
      <p className="text-ink-faint text-sm">{t("localHint")}</p>
      {problem && <Notice tone="danger">{problem}</Notice>}
    </div>
  );
}

/** One that is there already, by the token that BotFather has given. */
function OwnBot(props: { isPrimary: boolean; hasLocalTelegram: boolean; onConnected: () => void }) {
  const t = useTranslations("start.steps.bot");
  const [isOpen, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <Button
        variant={props.isPrimary ? "primary" : "secondary"}
        className="self-start"
        icon={<KeyRound aria-hidden size={16} />}
        onClick={() => {
          setOpen(true);
          setWasOpened(true);
        }}
      >
        {t("connect")}
      </Button>
      <p className="text-ink-faint text-sm">{t("connectHint")}</p>
      {wasOpened && (
        <ConnectSheet
          withoutManaged
          isOpen={isOpen}
          onOpenChange={setOpen}
          hasLocalTelegram={props.hasLocalTelegram}
          onConnected={props.onConnected}
        />
      )}
    </div>
  );
}
