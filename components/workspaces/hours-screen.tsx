"use client";

import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { usePermission } from "@/components/members/use-permission";
import { ReadOnlyNotice } from "@/components/settings/read-only-notice";
import { SaveBar } from "@/components/settings/save-bar";
import { SkeletonRows } from "@/components/settings/skeleton-rows";
import { useDraft } from "@/components/settings/use-draft";
import { errorCode } from "@/components/trpc";
import { Card } from "@/components/ui/card";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import { intlTags } from "@/lib/i18n/locales";
import type { Workspace } from "@/server/workspaces/schemas";
import { HoursDay } from "./hours-day";
import { copyDay, openMinutes, readHours, typeHours } from "./hours-editing";
import { useSaveSettings, useWorkspaceSettings } from "./use-workspace-settings";

/** When the team is there: several intervals a day, in the workspace's own zone. */
export function HoursScreen() {
  const t = useTranslations("settings");
  const { data: workspace, error, refetch } = useWorkspaceSettings();
  const permission = usePermission("workspace.update");
  if (!workspace && error) {
    return errorCode(error) === "PERMISSION_DENIED" ? (
      <ForbiddenState />
    ) : (
      <ErrorState onRetry={() => refetch()} />
    );
  }
  if (!workspace || !permission.isKnown) {
    return (
      <Card title={t("hours.title")} hint={t("hours.hint")} flush>
        <div className="border-line border-t">
          <SkeletonRows rows={7} rowClass="h-[3.3125rem]" />
        </div>
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <ReadOnlyNotice permission={permission} />
      <HoursEditor workspace={workspace} isReadOnly={!permission.isAllowed} />
    </div>
  );
}

function HoursEditor({ workspace, isReadOnly }: { workspace: Workspace; isReadOnly: boolean }) {
  const t = useTranslations("settings");
  const locale = useLocale();
  const format = useFormat();
  const form = useRef<HTMLFormElement>(null);
  const [isAttempted, setAttempted] = useState(false);
  const saved = { businessHours: typeHours(workspace.businessHours) };
  const draft = useDraft("hours", saved);
  const { save, isSaving } = useSaveSettings();
  const typed = (draft.values ?? saved).businessHours;
  const hours = readHours(typed);
  const dayNames = weekdayNames(locale);

  async function submit() {
    if (isReadOnly || isSaving || !draft.isDirty) return;
    setAttempted(!hours);
    if (!hours) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    const error = await save({ businessHours: hours }, workspace);
    // Intervals may have been put in order: the draft is not what was saved, but means the same.
    if (!error) draft.discard();
  }

  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Card flush title={t("hours.title")} hint={t("hours.hint")}>
        <ul className="divide-y divide-line border-line border-t">
          {typed.map((day, index) => (
            <HoursDay
              key={dayNames[index]}
              name={dayNames[index] ?? ""}
              index={index}
              dayNames={dayNames}
              day={day}
              disabled={isReadOnly}
              isStrict={isAttempted}
              onChange={(changed) => draft.set("businessHours", typed.with(index, changed))}
              onCopy={(targets) => draft.set("businessHours", copyDay(typed, index, targets))}
            />
          ))}
        </ul>
        <p className="border-line border-t px-4 py-3 text-ink-muted text-sm">
          {hours && `${t("hours.perWeek", { hours: openMinutes(hours) / 60 })} `}
          {t("hours.zone", { zone: workspace.timeZone.replaceAll("_", " ") })}{" "}
          {!isReadOnly && <span className="max-sm:hidden">{t("hours.keys")}</span>}
        </p>
      </Card>
      {!isReadOnly && (
        <SaveBar
          isDirty={draft.isDirty}
          isSaving={isSaving}
          remark={
            draft.conflicts.length > 0
              ? t("save.conflict", { fields: format.list([t("hours.title")]) })
              : isAttempted && !hours && t("hours.incomplete")
          }
          onSave={submit}
          onDiscard={draft.discard}
        />
      )}
    </form>
  );
}

/** The names of the days in the reader's language, Monday first. */
function weekdayNames(locale: keyof typeof intlTags): string[] {
  const format = new Intl.DateTimeFormat(intlTags[locale], { weekday: "long", timeZone: "UTC" });
  // The first of January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, index) => {
    const name = format.format(Date.UTC(2024, 0, 1 + index));
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
  });
}
