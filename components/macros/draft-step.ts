import { whyNotTogether } from "@/server/macros/rules";
import type { Macro } from "@/server/macros/schemas";

type Step = Macro["actions"][number];

export const stepKinds = [
  "reply",
  "draft",
  "note",
  "tag",
  "prioritise",
  "assign",
  "snooze",
  "close",
] as const;
type Kind = (typeof stepKinds)[number];

/** A step while it is put together: what it names may not have been chosen yet. */
export type DraftStep = {
  kind: Kind;
  cannedReplyId?: string;
  text?: string;
  to?: "me" | "nobody" | "member";
  memberId?: string;
  tagId?: string;
  isOn?: boolean;
  priority?: "low" | "normal" | "high" | "urgent";
  hours?: number;
};

export function newStep(kind: Kind): DraftStep {
  if (kind === "assign") return { kind, to: "me" };
  if (kind === "tag") return { kind, isOn: true };
  if (kind === "prioritise") return { kind, priority: "high" };
  return kind === "snooze" ? { kind, hours: 24 } : { kind };
}

/** The step as it is kept; null while something of it is not chosen. */
export function toStep(step: DraftStep): Step | null {
  const { kind, cannedReplyId, tagId, memberId, priority, hours } = step;
  const text = step.text?.trim();
  switch (kind) {
    case "reply":
    case "draft":
      return cannedReplyId ? { kind, cannedReplyId } : null;
    case "note":
      return text ? { kind, text } : null;
    case "assign":
      if (step.to === "member") return memberId ? { kind, to: "member", memberId } : null;
      return step.to ? { kind, to: step.to } : null;
    case "tag":
      return tagId ? { kind, tagId, isOn: step.isOn ?? true } : null;
    case "prioritise":
      return priority ? { kind, priority } : null;
    case "snooze":
      return hours ? { kind, hours } : null;
    case "close":
      return { kind };
  }
}

export const isWhole = (step: DraftStep): boolean => toStep(step) !== null;

/** What the next step is likely to be: a kind that is not there yet and goes with those that are, else one more tag. */
export function nextKind(steps: readonly DraftStep[]): Kind {
  const isNew = (kind: Kind) => !steps.some((step) => step.kind === kind);
  return stepKinds.find((kind) => isNew(kind) && !whyNotTogether([...steps, newStep(kind)])) ?? "tag";
}
