"use client";

import Trash from "lucide-react/icons/trash-2";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { EmptyState } from "@/components/ui/states";
import { Textarea } from "@/components/ui/textarea";
import {
  type FaqLanguage,
  faqLanguages,
  maxAlternatives,
  maxAnswerLength,
  maxQuestionLength,
  maxTagLength,
  maxTags,
  tidyTags,
} from "@/server/knowledge/rules";
import type { FaqEntry } from "@/server/knowledge/schemas";
import { AlikeNotice } from "./alike-notice";
import { useFaqMoves } from "./use-faq-moves";

/** One question: written new, or changed. What was typed stays until the sheet closes, whatever the server says. */
export function FaqSheet(props: {
  /** `faq_…`, `new`, or null while closed. */
  entryId: string | null;
  entry: FaqEntry | undefined;
  isMissing: boolean;
  mayChange: boolean;
  onOpen: (entryId: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("knowledge.entry");
  const isNew = props.entryId === "new";
  return (
    <Sheet
      open={props.entryId !== null}
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      title={isNew ? t("new") : t("edit")}
      width="lg"
    >
      {props.isMissing ? (
        <EmptyState title={t("notFound")} hint={t("notFoundHint")} />
      ) : (
        (isNew || props.entry) && (
          <FaqForm
            key={props.entryId}
            entry={isNew ? undefined : props.entry}
            mayChange={props.mayChange}
            onOpen={props.onOpen}
            onClose={props.onClose}
          />
        )
      )}
    </Sheet>
  );
}

function FaqForm({
  entry,
  mayChange,
  onOpen,
  onClose,
}: {
  entry: FaqEntry | undefined;
  mayChange: boolean;
  onOpen: (entryId: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations("knowledge");
  const locale = useLocale();
  const formId = useId();
  const moves = useFaqMoves(onClose);
  const [question, setQuestion] = useState(entry?.question ?? "");
  const [alternatives, setAlternatives] = useState(entry?.alternatives.join("\n") ?? "");
  const [answer, setAnswer] = useState(entry?.answer ?? "");
  const [language, setLanguage] = useState<FaqLanguage>(entry?.language ?? startingLanguage(locale));
  const [tags, setTags] = useState(entry?.tags.join(", ") ?? "");
  const [isEnabled, setEnabled] = useState(entry?.isEnabled ?? true);
  const [hasTried, setTried] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const missing = (value: string) => (hasTried && value.trim() === "" ? t("entry.missing") : undefined);

  function save() {
    setTried(true);
    if (question.trim() === "" || answer.trim() === "") return;
    const values = {
      question: question.trim(),
      alternatives: toAlternatives(alternatives),
      answer: answer.trim(),
      language,
      tags: tidyTags(tags.split(",").map((tag) => tag.slice(0, maxTagLength))).slice(0, maxTags),
      isEnabled,
    };
    if (entry) moves.update({ faqEntryId: entry.id, version: entry.version, ...values });
    else moves.create(values);
  }

  return (
    <form
      id={formId}
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {!mayChange && <Notice>{t("entry.readOnly")}</Notice>}
      {moves.failure && <Notice tone="danger">{moves.failure}</Notice>}
      <Field label={t("entry.question")} hint={t("entry.questionHint")} error={missing(question)}>
        <Textarea
          autoFocus={!entry}
          rows={2}
          dir="auto"
          lang={language}
          maxLength={maxQuestionLength}
          value={question}
          readOnly={!mayChange}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
      </Field>
      {mayChange && (
        <AlikeNotice question={question} language={language} entryId={entry?.id} onOpen={onOpen} />
      )}
      <Field label={t("entry.alternatives")} hint={t("entry.alternativesHint")} optional>
        <Textarea
          rows={3}
          dir="auto"
          lang={language}
          maxLength={maxAlternatives * maxQuestionLength}
          value={alternatives}
          readOnly={!mayChange}
          onChange={(event) => setAlternatives(event.currentTarget.value)}
        />
      </Field>
      <Field label={t("entry.answer")} hint={t("entry.answerHint")} error={missing(answer)}>
        <Textarea
          rows={6}
          dir="auto"
          lang={language}
          maxLength={maxAnswerLength}
          value={answer}
          readOnly={!mayChange}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
      </Field>
      <Field label={t("entry.language")}>
        <Select
          value={language}
          onValueChange={setLanguage}
          disabled={!mayChange}
          items={faqLanguages.map((value) => ({ value, label: t(`languages.${value}`) }))}
        />
      </Field>
      <Field label={t("entry.tags")} hint={t("entry.tagsHint")} optional>
        <Input value={tags} readOnly={!mayChange} onChange={(event) => setTags(event.currentTarget.value)} />
      </Field>
      <Checkbox
        checked={isEnabled}
        onCheckedChange={setEnabled}
        disabled={!mayChange}
        label={t("entry.isEnabled")}
      />
      {mayChange && (
        <div className="flex items-center gap-2 pt-2">
          <Button type="submit" variant="primary" loading={moves.isSaving}>
            {entry ? t("entry.save") : t("entry.add")}
          </Button>
          <span className="flex-1" />
          {entry && (
            <IconButton
              label={t("entry.delete")}
              icon={<Trash aria-hidden size={16} />}
              onClick={() => setDeleting(true)}
            />
          )}
        </div>
      )}
      {entry && (
        <ConfirmDialog
          open={isDeleting}
          onOpenChange={setDeleting}
          title={t("entry.deleteTitle")}
          consequence={t("entry.deleteConsequence", { question: entry.question })}
          confirmLabel={t("entry.deleteConfirm")}
          onConfirm={() => moves.remove(entry)}
        />
      )}
    </form>
  );
}

const startingLanguage = (locale: string): FaqLanguage =>
  faqLanguages.find((language) => language === locale) ?? "tr";

/** A question a line. */
const toAlternatives = (typed: string): string[] =>
  typed
    .split("\n")
    .map((line) => line.trim().slice(0, maxQuestionLength))
    .filter(Boolean)
    .slice(0, maxAlternatives);
