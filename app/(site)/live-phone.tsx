"use client";

import Smartphone from "lucide-react/icons/smartphone";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
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

/** A recorded conversation, and in its place, on a press, a phone that talks to the demo's bot. */
export function LivePhone({ children }: { children: ReactNode }) {
  const t = useTranslations("landing.live");
  const [state, setState] = useState<"recorded" | "live" | "failed">("recorded");
  if (state === "live") {
    return (
      <section aria-label={t("title")} className="flex flex-col gap-3">
        <div className="flex h-[34rem] max-h-[80dvh] flex-col overflow-hidden rounded-lg border border-line">
          <LiveChat onClosed={() => setState("recorded")} onFailed={() => setState("failed")} />
        </div>
        <p className="text-ink-faint text-sm">{t("text")}</p>
      </section>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {children}
      {state === "failed" && <Notice tone="warn">{t("failed")}</Notice>}
      <Button
        size="lg"
        className="self-start"
        icon={<Smartphone aria-hidden size={16} />}
        onClick={() => setState("live")}
      >
        {t("open")}
      </Button>
    </div>
  );
}
