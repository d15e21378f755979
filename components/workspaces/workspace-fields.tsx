"use client";

import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { fieldsOf } from "@/components/settings/draft";
import { SaveBar } from "@/components/settings/save-bar";
import { useDraft } from "@/components/settings/use-draft";
import { errorCode, errorDetail } from "@/components/trpc";
import { Card, DescriptionList } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useFormat } from "@/lib/format/use-format";
import { longestNameCharacters, mostMinutesPerAnswer } from "@/server/workspaces/rules";
import type { Workspace } from "@/server/workspaces/schemas";
import { LanguageFields } from "./language-fields";
import { TimeZonePicker } from "./time-zone-picker";
import { describeZone } from "./time-zones";
import { useSaveSettings } from "./use-workspace-settings";
import {
  type FieldProblems,
  findFieldProblems,
  problemsFromServer,
  readWorkspaceForm,
  toWorkspaceForm,
  type WorkspaceField,
} from "./workspace-form";

/** Where "minutes saved" on the figures page leads to. */
const minutesAnchor = "minutes-per-answer";

/** The settings that are saved together. */
export function WorkspaceFields({ workspace, isReadOnly }: { workspace: Workspace; isReadOnly: boolean }) {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  const locale = useLocale();
  const format = useFormat();
  const form = useRef<HTMLFormElement>(null);
  const saved = toWorkspaceForm(workspace);
  const draft = useDraft("workspace", saved);
  const values = draft.values ?? saved;
  const [isAttempted, setAttempted] = useState(false);
  const [refused, setRefused] = useState<FieldProblems>({});
  const { save, isSaving } = useSaveSettings(
    (error) => problemsFromServer(errorCode(error), errorDetail(error)) !== null,
  );
  useAnchor(minutesAnchor);

  const found = findFieldProblems(values);
  const problemOf = (field: WorkspaceField) => {
    const problem = (isAttempted ? found[field] : undefined) ?? refused[field];
    return (
      problem && t(`problems.${problem}`, { most: mostMinutesPerAnswer, longest: longestNameCharacters })
    );
  };
  const set: typeof draft.set = (field, value) => {
    setRefused(({ [field]: _, ...rest }) => rest);
    draft.set(field, value);
  };

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    if (isReadOnly || isSaving || !draft.isDirty) return;
    setAttempted(true);
    if (fieldsOf(found).length > 0) return focusFirstProblem(form.current);
    const error = await save(readWorkspaceForm(draft.changes), workspace);
    if (!error) return setAttempted(false);
    const problems = problemsFromServer(errorCode(error), errorDetail(error));
    if (problems) {
      setRefused(problems);
      focusFirstProblem(form.current);
    }
  }

  const conflicts = draft.conflicts.map((field) => t(`fields.${field}`));
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Card title={t("workspace.title")}>
        <div className="flex flex-col gap-4">
          <Field label={t("fields.name")} error={problemOf("name")} disabled={isReadOnly}>
            <Input value={values.name} onChange={(event) => set("name", event.currentTarget.value)} />
          </Field>
          <Field
            label={t("fields.timeZone")}
            hint={t("workspace.zoneHint", { now: describeZone(values.timeZone, locale, new Date()) })}
            error={problemOf("timeZone")}
            disabled={isReadOnly}
          >
            <TimeZonePicker
              value={values.timeZone}
              onValueChange={(zone) => set("timeZone", zone)}
              disabled={isReadOnly}
            />
          </Field>
          <DescriptionList
            className="text-sm"
            items={[
              { term: t("workspace.kind"), value: common(`kind.${workspace.kind}`) },
              { term: t("workspace.address"), value: <bdi dir="ltr">{`/w/${workspace.slug}`}</bdi> },
            ]}
          />
        </div>
      </Card>
      <LanguageFields
        languages={values.languages}
        defaultLanguage={values.defaultLanguage}
        languagesError={problemOf("languages")}
        defaultError={problemOf("defaultLanguage")}
        disabled={isReadOnly}
        onLanguages={(languages) => set("languages", languages)}
        onDefault={(language) => set("defaultLanguage", language)}
      />
      <Card title={t("assumption.title")}>
        <div id={minutesAnchor} className="scroll-mt-24">
          <Field
            label={t("fields.minutesPerAnswer")}
            hint={t("assumption.hint")}
            error={problemOf("minutesPerAnswer")}
            disabled={isReadOnly}
          >
            <Input
              inputMode="numeric"
              className="w-28"
              value={values.minutesPerAnswer}
              onChange={(event) => set("minutesPerAnswer", event.currentTarget.value)}
              trail={t("assumption.unit")}
            />
          </Field>
        </div>
      </Card>
      {!isReadOnly && (
        <SaveBar
          isDirty={draft.isDirty}
          isSaving={isSaving}
          remark={conflicts.length > 0 && t("save.conflict", { fields: format.list(conflicts) })}
          onSave={submit}
          onDiscard={() => {
            setAttempted(false);
            setRefused({});
            draft.discard();
          }}
        />
      )}
    </form>
  );
}

/** After the sentences have appeared, the reader stands in the first field to correct. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() =>
    form
      ?.querySelector<HTMLElement>(
        "input[aria-invalid=true], button[aria-invalid=true], [data-problem] button",
      )
      ?.focus(),
  );
}

/** Leads to the part that the address names, which was not there yet when the page came. */
function useAnchor(id: string): void {
  useEffect(() => {
    if (window.location.hash !== `#${id}`) return;
    const part = document.getElementById(id);
    part?.scrollIntoView({ block: "center" });
    part?.querySelector("input")?.focus({ preventScroll: true });
  }, [id]);
}
