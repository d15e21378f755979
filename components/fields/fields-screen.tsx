"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Archive from "lucide-react/icons/archive";
import ArchiveRestore from "lucide-react/icons/archive-restore";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import ListPlus from "lucide-react/icons/list-plus";
import Pencil from "lucide-react/icons/pencil";
import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePermission } from "@/components/members/use-permission";
import { ReadOnlyNotice } from "@/components/settings/read-only-notice";
import { errorCode, useTRPC } from "@/components/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { SkeletonText } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { CustomerField } from "@/server/fields/schemas";
import { FieldForm } from "./field-form";
import { sayFieldFailure, useFields } from "./use-fields";

/** What the workspace wants to know of each customer: named, ordered, archived. */
export function FieldsScreen() {
  const t = useTranslations("fields");
  const { query, all, active } = useFields();
  const permission = usePermission("field.manage");
  const [isAdding, setAdding] = useState(false);
  const moves = useFieldMoves();
  if (errorCode(query.error) === "PERMISSION_DENIED") return <ForbiddenState />;
  if (query.isPending) return <SkeletonText lines={6} />;
  if (query.isError && all.length === 0)
    return <ErrorState title={t("errorTitle")} onRetry={() => void query.refetch()} />;
  const archived = all.filter(({ isArchived }) => isArchived);
  const mayManage = permission.isAllowed;
  const addButton = mayManage && !isAdding && (
    <Button variant="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setAdding(true)}>
      {t("new")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-6">
      <ReadOnlyNotice permission={permission} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose text-ink-muted">{t("lead")}</p>
        {active.length > 0 && addButton}
      </div>
      {isAdding && (
        <FieldForm
          isBusy={moves.create.isPending}
          onCancel={() => setAdding(false)}
          onSubmit={(field) => moves.create.mutate(field, { onSuccess: () => setAdding(false) })}
        />
      )}
      {active.length === 0 && !isAdding ? (
        <EmptyState
          icon={<ListPlus aria-hidden size={20} />}
          title={t("empty.title")}
          hint={t("empty.hint")}
          example={t("empty.example")}
          action={addButton}
        />
      ) : (
        <ol aria-label={t("list")} className="flex flex-col divide-y divide-line">
          {active.map((field, index) => (
            <FieldRow
              key={field.id}
              field={field}
              mayManage={mayManage}
              onMove={(by) => moves.order(active, index, by)}
              isFirst={index === 0}
              isLast={index === active.length - 1}
              moves={moves}
            />
          ))}
        </ol>
      )}
      {archived.length > 0 && (
        <Card title={t("archived.title")} hint={t("archived.hint")}>
          <ul className="flex flex-col divide-y divide-line">
            {archived.map((field) => (
              <li key={field.id} className="flex items-center gap-3 py-2">
                <bdi className="min-w-0 flex-1 truncate text-ink-muted">{field.name}</bdi>
                {mayManage && (
                  <Button
                    size="sm"
                    icon={<ArchiveRestore aria-hidden size={16} />}
                    onClick={() => moves.archive(field, false)}
                  >
                    {t("restore")}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

type Moves = ReturnType<typeof useFieldMoves>;

function FieldRow(props: {
  field: CustomerField;
  mayManage: boolean;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: -1 | 1) => void;
  moves: Moves;
}) {
  const t = useTranslations("fields");
  const { field, moves } = props;
  const [isEditing, setEditing] = useState(false);
  const { name } = field;
  if (isEditing) {
    return (
      <li className="py-3">
        <FieldForm
          field={field}
          isBusy={moves.update.isPending}
          onCancel={() => setEditing(false)}
          onSubmit={({ name: wanted, choices }) =>
            moves.update.mutate(
              { fieldId: field.id, name: wanted, choices },
              { onSuccess: () => setEditing(false) },
            )
          }
        />
      </li>
    );
  }
  const choices = field.choices.filter(({ isArchived }) => !isArchived);
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <bdi className="font-medium [overflow-wrap:anywhere]">{name}</bdi>
          <Badge>{t(`kinds.${field.kind}`)}</Badge>
        </p>
        {choices.length > 0 && (
          <p className="truncate text-ink-muted text-sm">{choices.map(({ label }) => label).join(" · ")}</p>
        )}
      </div>
      {props.mayManage && (
        <div className="flex shrink-0 items-center">
          <IconButton
            label={t("up", { name })}
            icon={<ArrowUp aria-hidden size={16} />}
            disabled={props.isFirst}
            onClick={() => props.onMove(-1)}
          />
          <IconButton
            label={t("down", { name })}
            icon={<ArrowDown aria-hidden size={16} />}
            disabled={props.isLast}
            onClick={() => props.onMove(1)}
          />
          <IconButton
            label={t("edit", { name })}
            icon={<Pencil aria-hidden size={16} />}
            onClick={() => setEditing(true)}
          />
          <IconButton
            label={t("archive", { name })}
            icon={<Archive aria-hidden size={16} />}
            onClick={() => moves.archive(field, true)}
          />
        </div>
      )}
    </li>
  );
}

function useFieldMoves() {
  const t = useTranslations("fields");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const shared = {
    onError: (error: unknown) => toast.failed(sayFieldFailure(t, errorCode(error))),
    onSettled: () => cache.invalidateQueries({ queryKey: trpc.fields.pathKey() }),
  };
  const create = useMutation(trpc.fields.create.mutationOptions(shared));
  const update = useMutation(trpc.fields.update.mutationOptions(shared));
  const archiving = useMutation(trpc.fields.archive.mutationOptions(shared));
  const ordering = useMutation(trpc.fields.order.mutationOptions(shared));
  return {
    create,
    update,
    archive({ id: fieldId, name }: CustomerField, isArchived: boolean) {
      archiving.mutate(
        { fieldId, isArchived },
        {
          onSuccess: () =>
            toast.done(t(isArchived ? "archivedNow" : "restoredNow", { name }), {
              undo: {
                label: common("undo"),
                run: () => archiving.mutate({ fieldId, isArchived: !isArchived }),
              },
            }),
        },
      );
    },
    order(fields: readonly CustomerField[], index: number, by: -1 | 1) {
      const ids = fields.map(({ id }) => id);
      const [moved] = ids.splice(index, 1);
      if (moved) ids.splice(index + by, 0, moved);
      ordering.mutate({ fieldIds: ids });
    },
  };
}
