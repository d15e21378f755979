"use client";

import PauseCircle from "lucide-react/icons/circle-pause";
import Clock from "lucide-react/icons/clock";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { useFormat } from "@/lib/format/use-format";
import type { ConversationClock } from "@/server/conversations/schemas";
import { clockStateAt, firstDue } from "@/server/service-levels/rules";
import { countdown, countsSeconds } from "./countdown";
import { useMoment } from "./use-second";

const looks = {
  calm: "text-ink-muted",
  near: "bg-warn-soft text-warn",
  missed: "bg-danger-soft text-danger",
  paused: "text-ink-faint",
} as const;

/** The clock of a conversation that is due first: how long there is, or for how long it has been missed. */
export function ClockMark({ clocks }: { clocks: readonly ConversationClock[] }) {
  const first = firstDue(clocks);
  return first && <OneClock key={first.clock} clock={first} />;
}

/** The one that is due first by its name, and the others where a header has room for them. */
export function ClockMarks({ clocks }: { clocks: readonly ConversationClock[] }) {
  const first = firstDue(clocks);
  return clocks.map((clock) => (
    <span key={clock.clock} className={cn("inline-flex", clock !== first && "@max-[58rem]/thread:hidden")}>
      <OneClock clock={clock} isNamed />
    </span>
  ));
}

function OneClock({ clock, isNamed = false }: { clock: ConversationClock; isNamed?: boolean }) {
  const t = useTranslations("conversations.clocks");
  const format = useFormat();
  const dueAt = Date.parse(clock.dueAt);
  const now = useMoment(countsSeconds(dueAt - Date.now()) ? 1_000 : 30_000);
  if (now === null) return null;
  const name = t(clock.clock);
  if (clock.isPaused) {
    return (
      <Mark
        look={looks.paused}
        icon={<PauseCircle aria-hidden size={12} />}
        title={t("paused", { clock: name })}
        text={isNamed ? `${name} · ${t("stands")}` : t("stands")}
      />
    );
  }
  const state = clockStateAt(clock, now);
  // In a list nobody waits for a close that is days away; it is told in the conversation.
  if (!isNamed && clock.clock === "close" && state === "calm") return null;
  const left = dueAt - now;
  const due = format.relative(clock.dueAt);
  const time = format.duration(Math.max(1_000, Math.abs(left)));
  const shown = countdown(left) ?? time;
  return (
    <Mark
      look={looks[state]}
      icon={<Clock aria-hidden size={12} />}
      title={t(state === "missed" ? "missed" : "left", { clock: name, time, due })}
      text={
        <>
          {isNamed && <span className="me-1">{name}</span>}
          <bdi className="tabular-nums">
            {state === "missed" && "−"}
            {shown}
          </bdi>
        </>
      }
    />
  );
}

/** The figure for the eye, the sentence for who listens; it counts on silently, a reader hears it on arriving. */
function Mark(props: { look: string; icon: React.ReactNode; title: string; text: React.ReactNode }) {
  return (
    <span
      title={props.title}
      className={cn(
        "inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-md px-1 font-medium text-xs",
        props.look,
      )}
    >
      {props.icon}
      <span aria-hidden className="inline-flex">
        {props.text}
      </span>
      <span className="sr-only">{props.title}</span>
    </span>
  );
}
