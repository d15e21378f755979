"use client";

import Download from "lucide-react/icons/download";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Popover } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { exportingRoles } from "@/server/conversations/rules";

const formats = ["html", "text", "json"] as const;
type Format = (typeof formats)[number];

/** Takes the conversation as a file; notes of the team only when they are asked for. Not there for who may not. */
export function ExportMenu({ conversationId }: { conversationId: string }) {
  const t = useTranslations("conversations.exported");
  const locale = useLocale();
  const { slug, member } = useWorkspace();
  const [format, setFormat] = useState<Format>("html");
  const [hasNotes, setNotes] = useState(false);
  if (!exportingRoles.includes(member.role)) return null;
  const query = new URLSearchParams({ workspace: slug, conversation: conversationId, format, lang: locale });
  if (hasNotes) query.set("notes", "1");
  return (
    <Popover
      title={t("label")}
      align="end"
      trigger={
        <Button size="sm" icon={<Download aria-hidden size={14} />} className="self-start">
          {t("label")}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t("format")}>
          <Select
            className="w-full"
            items={formats.map((value) => ({
              value,
              label: t(`formats.${value}`),
              hint: t(`hints.${value}`),
            }))}
            value={format}
            onValueChange={setFormat}
          />
        </Field>
        <Checkbox checked={hasNotes} onCheckedChange={setNotes} label={t("withNotes")} />
        <p className="text-ink-muted text-sm">{t("audited")}</p>
        <a href={`/api/conversations/export?${query}`} download className={buttonClass("primary")}>
          <Download aria-hidden size={16} />
          {t("download")}
        </a>
      </div>
    </Popover>
  );
}
