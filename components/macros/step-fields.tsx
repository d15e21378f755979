"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { answeringRoles } from "@/server/conversations/rules";
import type { DraftStep } from "./draft-step";

const priorities = ["urgent", "high", "normal", "low"] as const;
const snoozeHours = [1, 4, 24, 48, 72, 168] as const;
const staleTime = 300_000;

/** What a step of its kind has to be told. */
export function StepFields(props: { step: DraftStep; onChange: (step: DraftStep) => void }) {
  const t = useTranslations("macros");
  const trpc = useTRPC();
  const tags = useQuery(trpc.tags.list.queryOptions(undefined, { staleTime }));
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime }));
  const replies = useQuery(trpc.replies.list.queryOptions(undefined, { staleTime }));
  const { step, onChange } = props;
  const set = (changes: Partial<DraftStep>) => onChange({ ...step, ...changes });
  switch (step.kind) {
    case "reply":
    case "draft":
      if (replies.data?.length === 0)
        return <p className="text-ink-muted text-sm">{t("fields.noReplies")}</p>;
      return (
        <Select
          label={t("fields.reply")}
          placeholder={t("fields.reply")}
          className="w-full"
          items={(replies.data ?? []).map(({ id, shortcut, text }) => ({
            value: id,
            label: `/${shortcut}`,
            hint: <span className="line-clamp-1">{text}</span>,
          }))}
          value={step.cannedReplyId ?? null}
          onValueChange={(cannedReplyId) => set({ cannedReplyId })}
        />
      );
    case "note":
      return (
        <Textarea
          dir="auto"
          rows={3}
          maxLength={4_000}
          aria-label={t("fields.note")}
          placeholder={t("fields.note")}
          value={step.text ?? ""}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
      );
    case "tag":
      if (tags.data?.length === 0) return <p className="text-ink-muted text-sm">{t("fields.noTags")}</p>;
      return (
        <div className="grid grid-cols-2 gap-2">
          <Select
            label={t("kinds.tag")}
            items={[
              { value: "on", label: t("fields.tagOn") },
              { value: "off", label: t("fields.tagOff") },
            ]}
            value={step.isOn === false ? "off" : "on"}
            onValueChange={(value) => set({ isOn: value === "on" })}
          />
          <Select
            label={t("fields.tag")}
            placeholder={t("fields.tag")}
            items={(tags.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={step.tagId ?? null}
            onValueChange={(tagId) => set({ tagId })}
          />
        </div>
      );
    case "prioritise":
      return (
        <Select
          label={t("kinds.prioritise")}
          className="w-full"
          items={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
          value={step.priority ?? null}
          onValueChange={(priority) => set({ priority })}
        />
      );
    case "assign":
      return (
        <Select
          label={t("kinds.assign")}
          className="w-full"
          items={[
            { value: "me", label: t("fields.toMe") },
            { value: "nobody", label: t("fields.toNobody") },
            ...(members.data ?? [])
              .filter(({ role }) => answeringRoles.includes(role))
              .map(({ id, displayName }) => ({ value: id, label: displayName })),
          ]}
          value={step.to === "member" ? (step.memberId ?? null) : (step.to ?? null)}
          onValueChange={(value) =>
            onChange(
              value === "me" || value === "nobody"
                ? { kind: "assign", to: value }
                : { kind: "assign", to: "member", memberId: value },
            )
          }
        />
      );
    case "snooze":
      return (
        <Select
          label={t("kinds.snooze")}
          className="w-full"
          items={snoozeHours.map((hours) => ({
            value: String(hours),
            label:
              hours % 24 === 0
                ? t("fields.days", { count: hours / 24 })
                : t("fields.hours", { count: hours }),
          }))}
          value={step.hours === undefined ? null : String(step.hours)}
          onValueChange={(hours) => set({ hours: Number(hours) })}
        />
      );
    case "close":
      return null;
  }
}
