"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Pencil from "lucide-react/icons/pencil";
import Trash from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/components/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { SkeletonText } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { maxSynonymLength, maxSynonymsEach } from "@/server/knowledge/rules";
import type { SynonymGroup } from "@/server/knowledge/schemas";
import { useFailure } from "./use-failure";

/** Words that customers use for the same thing: written, changed and taken apart, a group a line. */
export function SynonymsView({ mayChange }: { mayChange: boolean }) {
  const t = useTranslations("knowledge.synonyms");
  const entry = useTranslations("knowledge.entry");
  const trpc = useTRPC();
  const groups = useQuery(trpc.knowledge.synonyms.queryOptions());
  const { create, update, remove } = useSynonymMoves();
  const [typed, setTyped] = useState("");
  const [editing, setEditing] = useState<string | null>(null);
  if (groups.isError && !groups.data) return <ErrorState onRetry={() => groups.refetch()} />;
  if (!groups.data) return <SkeletonText lines={6} />;

  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <p className="text-ink-muted">{t("hint")}</p>
      {!mayChange && <Notice>{entry("readOnly")}</Notice>}
      {mayChange && (
        <WordsForm
          label={t("new")}
          hint={t("wordsHint")}
          typed={typed}
          onType={(text) => {
            setTyped(text);
            if (create.failure) create.forget();
          }}
          failure={create.failure}
          isSaving={create.isPending}
          action={t("add")}
          onSave={(words) => create.save(words, () => setTyped(""))}
        />
      )}
      {groups.data.length === 0 ? (
        <EmptyState title={t("empty.title")} hint={t("empty.hint")} example={t("empty.example")} />
      ) : (
        <Card flush>
          <ul aria-label={t("list")} className="divide-y divide-line">
            {groups.data.map((group) => (
              <li key={group.id} className="px-4 py-3">
                {editing === group.id ? (
                  <EditedGroup
                    group={group}
                    failure={update.failure}
                    isSaving={update.isPending}
                    onForget={update.forget}
                    onSave={(words) => update.save(group.id, words, () => setEditing(null))}
                    onCancel={() => setEditing(null)}
                  />
                ) : (
                  <div className="flex items-center gap-2">
                    <span className="flex min-w-0 flex-1 flex-wrap gap-1.5">
                      {group.words.map((word) => (
                        <Badge key={word}>
                          <bdi>{word}</bdi>
                        </Badge>
                      ))}
                    </span>
                    {mayChange && (
                      <>
                        <IconButton
                          label={t("edit", { words: group.words.join(", ") })}
                          icon={<Pencil aria-hidden size={16} />}
                          onClick={() => {
                            update.forget();
                            setEditing(group.id);
                          }}
                        />
                        <IconButton
                          label={t("delete", { words: group.words.join(", ") })}
                          icon={<Trash aria-hidden size={16} />}
                          onClick={() => remove(group)}
                        />
                      </>
                    )}
                  </div>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

function EditedGroup(props: {
  group: SynonymGroup;
  failure: string | null;
  isSaving: boolean;
  onForget: () => void;
  onSave: (words: string[]) => void;
  onCancel: () => void;
}) {
  const t = useTranslations("knowledge.synonyms");
  const [typed, setTyped] = useState(props.group.words.join(", "));
  return (
    <WordsForm
      label={t("words")}
      hideLabel
      isFocused
      typed={typed}
      onType={(text) => {
        setTyped(text);
        if (props.failure) props.onForget();
      }}
      failure={props.failure}
      isSaving={props.isSaving}
      action={t("save")}
      onSave={props.onSave}
      onCancel={props.onCancel}
    />
  );
}

/** Words in one field, parted by commas: Enter saves, Escape leaves. */
function WordsForm(props: {
  label: string;
  hint?: string;
  hideLabel?: boolean;
  isFocused?: boolean;
  typed: string;
  onType: (text: string) => void;
  failure: string | null;
  isSaving: boolean;
  action: string;
  onSave: (words: string[]) => void;
  onCancel?: () => void;
}) {
  const t = useTranslations("knowledge.synonyms");
  const [isShort, setShort] = useState(false);
  function save(event: FormEvent) {
    event.preventDefault();
    const words = toWords(props.typed);
    setShort(words.length < 2);
    if (words.length >= 2) props.onSave(words);
  }
  return (
    <form onSubmit={save} className="flex flex-wrap items-start gap-2">
      <Field
        label={props.label}
        hint={props.hint}
        hideLabel={props.hideLabel}
        error={isShort ? t("tooFew") : props.failure}
        className="min-w-0 flex-1 basis-64"
      >
        <Input
          autoFocus={props.isFocused}
          dir="auto"
          value={props.typed}
          maxLength={maxSynonymsEach * (maxSynonymLength + 2)}
          onChange={(event) => {
            setShort(false);
            props.onType(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") props.onCancel?.();
          }}
        />
      </Field>
      <span className={props.hideLabel ? "flex gap-2" : "flex gap-2 sm:pt-6.5"}>
        <Button type="submit" loading={props.isSaving}>
          {props.action}
        </Button>
        {props.onCancel && (
          <Button variant="ghost" onClick={props.onCancel}>
            {t("cancel")}
          </Button>
        )}
      </span>
    </form>
  );
}

/** Commas of every script part words. */
const toWords = (typed: string): string[] =>
  typed
    .split(/[,،;\n]/)
    .map((word) => word.trim().slice(0, maxSynonymLength))
    .filter(Boolean)
    .slice(0, maxSynonymsEach);

function useSynonymMoves() {
  const t = useTranslations("knowledge.synonyms");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useFailure();
  const onSettled = () => cache.invalidateQueries({ queryKey: trpc.knowledge.synonyms.queryKey() });
  const create = useMutation(trpc.knowledge.createSynonyms.mutationOptions({ onSettled }));
  const update = useMutation(trpc.knowledge.updateSynonyms.mutationOptions({ onSettled }));
  const putBack = useMutation(
    trpc.knowledge.createSynonyms.mutationOptions({
      onSuccess: () => toast.done(t("added")),
      onError: (error) => toast.failed(describe(error)),
      onSettled,
    }),
  );
  const remove = useMutation(
    trpc.knowledge.deleteSynonyms.mutationOptions({
      onSuccess({ words }) {
        toast.done(t("deleted"), { undo: { label: common("undo"), run: () => putBack.mutate({ words }) } });
      },
      onError: (error) => toast.failed(describe(error)),
      onSettled,
    }),
  );
  const saved = (text: string, onDone: () => void) => ({
    onSuccess: () => {
      toast.done(text);
      onDone();
    },
  });
  return {
    create: {
      save: (words: string[], onDone: () => void) => create.mutate({ words }, saved(t("added"), onDone)),
      isPending: create.isPending,
      failure: create.isError ? describe(create.error) : null,
      forget: create.reset,
    },
    update: {
      save: (synonymGroupId: string, words: string[], onDone: () => void) =>
        update.mutate({ synonymGroupId, words }, saved(t("saved"), onDone)),
      isPending: update.isPending,
      failure: update.isError ? describe(update.error) : null,
      forget: update.reset,
    },
    remove: (group: SynonymGroup) => remove.mutate({ synonymGroupId: group.id }),
  };
}
