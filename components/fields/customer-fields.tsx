"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import Pencil from "lucide-react/icons/pencil";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { errorCode, useTRPC, useWorkspace } from "@/components/trpc";
import { SkeletonText } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { useFormat } from "@/lib/format/use-format";
import { readFieldValue } from "@/server/fields/rules";
import type { CustomerField, FieldValue } from "@/server/fields/schemas";
import { FieldControl } from "./field-control";
import { sayFieldValue } from "./say-value";
import { useFields } from "./use-fields";

/** What is known of a customer, each answered where it stands. */
export function CustomerFields(props: { customerId: string; values: readonly FieldValue[] }) {
  const t = useTranslations("customers.fields");
  const { slug, member } = useWorkspace();
  const { query, all } = useFields();
  if (query.isPending) return <SkeletonText lines={2} />;
  const answerOf = (field: CustomerField) =>
    props.values.find(({ fieldId }) => fieldId === field.id)?.value ?? null;
  const shown = all.filter((field) => !field.isArchived);
  if (shown.length === 0) {
    const mayDefine = member.role === "owner" || member.role === "admin";
    return (
      <p className="text-ink-muted text-sm">
        {t("none")}{" "}
        {mayDefine && (
          <a href={`/w/${slug}/settings/fields`} className="text-accent-text hover:underline">
            {t("define")}
          </a>
        )}
      </p>
    );
  }
  return (
    <dl className="flex flex-col">
      {shown.map((field) => (
        <FieldLine
          key={field.id}
          customerId={props.customerId}
          field={field}
          value={answerOf(field)}
          canAct={member.role !== "analyst"}
        />
      ))}
    </dl>
  );
}

function FieldLine(props: {
  customerId: string;
  field: CustomerField;
  value: string | null;
  canAct: boolean;
}) {
  const t = useTranslations("customers");
  const format = useFormat();
  const { field, value, canAct } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const isEditing = draft !== null;
  useEffect(() => {
    if (isEditing) input.current?.focus();
  }, [isEditing]);
  const save = useSaveField(props.customerId, field.id);

  const finish = (given: string) => {
    const read = readFieldValue(field, given);
    if (read && "problem" in read) return setProblem(t(`fields.problems.${read.problem}`));
    setProblem(null);
    if ((read?.value ?? null) === value) return setDraft(null);
    save.mutate(
      { given, before: value },
      {
        onSuccess: () => setDraft(null),
        // What was written stays with its writer.
        onError: (reason) => setProblem(reason),
      },
    );
  };
  return (
    <div className="flex items-start gap-3 py-0.5">
      <dt className="w-24 shrink-0 py-1.5 text-ink-muted text-sm [overflow-wrap:anywhere]">
        <bdi>{field.name}</bdi>
      </dt>
      <dd className="min-w-0 flex-1">
        {isEditing ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              finish(draft);
            }}
            onBlur={(event) => {
              if (field.kind === "boolean" || field.kind === "choice") return;
              if (!event.currentTarget.contains(event.relatedTarget)) finish(draft);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.stopPropagation();
              setProblem(null);
              setDraft(null);
            }}
          >
            <FieldControl
              field={field}
              value={draft}
              inputRef={input}
              onValue={(next, isWhole) => {
                setDraft(next);
                if (isWhole) finish(next);
              }}
            />
            {problem && (
              <p role="alert" className="mt-1 text-danger text-sm">
                {problem}
              </p>
            )}
          </form>
        ) : (
          <button
            type="button"
            disabled={!canAct}
            onClick={() => setDraft(value ?? "")}
            className="group flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-start enabled:hover:bg-hover max-sm:min-h-11"
            aria-label={t("fields.edit", {
              name: field.name,
              value: value === null ? t("fields.unknown") : sayFieldValue({ t, format }, field, value),
            })}
          >
            {value === null ? (
              <span className="text-ink-faint">{t("fields.unknown")}</span>
            ) : (
              <bdi className="min-w-0 [overflow-wrap:anywhere]">
                {sayFieldValue({ t, format }, field, value)}
              </bdi>
            )}
            {canAct && (
              <Pencil
                aria-hidden
                size={14}
                className="ms-auto shrink-0 text-ink-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
              />
            )}
          </button>
        )}
      </dd>
    </div>
  );
}

/** Saves an answer and offers to take it back; a refusal comes as words. */
function useSaveField(customerId: string, fieldId: string) {
  const t = useTranslations("customers.fields");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const set = useMutation(
    trpc.customers.setField.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.customers.pathKey() }),
    }),
  );
  return {
    mutate(
      { given, before }: { given: string; before: string | null },
      then: { onSuccess: () => void; onError: (reason: string) => void },
    ) {
      set.mutate(
        { customerId, fieldId, value: given },
        {
          onSuccess() {
            then.onSuccess();
            toast.done(t("saved"), {
              undo: {
                label: common("undo"),
                run: () => set.mutate({ customerId, fieldId, value: before }),
              },
            });
          },
          onError(error) {
            const code = error instanceof TRPCClientError ? errorCode(error) : null;
            then.onError(
              t(code === "FIELD_NOT_FOUND" ? "gone" : code === "PERMISSION_DENIED" ? "denied" : "failed"),
            );
          },
        },
      );
    },
  };
}
