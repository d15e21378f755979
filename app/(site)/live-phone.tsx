"use client";

import Smartphone from "lucide-react/icons/smartphone";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Talk } from "@/components/landing/conversation-picture";
import { KindPictures } from "@/components/landing/kind-pictures";
import type { PlanKind } from "@/components/landing/plans";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SkeletonText } from "@/components/ui/skeleton";

/** The chat is heavy and most readers only read: it comes when somebody wants to write. */
const LiveChat = dynamic(() => import("./live-chat").then((module) => module.LiveChat), {
  ssr: false,
  loading: () => (
    <div className="p-4" aria-busy>
      <SkeletonText lines={6} />
    </div>
  ),
});

/** Recorded conversations, and in the place of each, on a press, a phone that talks to the demo's bot of that kind. */
export function LivePhone(props: {
  label: string;
  names: Record<PlanKind, string>;
  talks: Record<PlanKind, Talk>;
  /** Few enough to be handed over, so that the page carries no more of them. */
  texts: { title: string; text: string; open: string; failed: string };
  /** The demo's bots by kind, as far as they are made. */
  bots: Partial<Record<PlanKind, string>>;
}) {
  const { texts } = props;
  const [live, setLive] = useState<PlanKind | null>(null);
  const [failed, setFailed] = useState<PlanKind | null>(null);
  return (
    <KindPictures
      label={props.label}
      names={props.names}
      talks={props.talks}
      render={(kind, picture) => {
        const bot = props.bots[kind];
        if (live === kind && bot) {
          return (
            <section aria-label={texts.title} className="flex flex-col gap-3">
              <div className="flex h-[34rem] max-h-[80dvh] flex-col overflow-hidden rounded-lg border border-line">
                <LiveChat
                  key={bot}
                  bot={bot}
                  onClosed={() => setLive(null)}
                  onFailed={() => {
                    setLive(null);
                    setFailed(kind);
                  }}
                />
              </div>
              <p className="text-ink-faint text-sm">{texts.text}</p>
            </section>
          );
        }
        return (
          <div className="flex flex-col gap-4">
            {picture}
            {failed === kind && <Notice tone="warn">{texts.failed}</Notice>}
            {bot && (
              <Button
                size="lg"
                className="self-start"
                icon={<Smartphone aria-hidden size={16} />}
                onClick={() => {
                  setFailed(null);
                  setLive(kind);
                }}
              >
                {texts.open}
              </Button>
            )}
          </div>
        );
      }}
    />
  );
}
