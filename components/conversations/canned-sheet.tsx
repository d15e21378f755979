"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Pencil from "lucide-react/icons/pencil";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorCode, useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonText } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { toShortcut, unknownVariable, variables } from "@/server/replies/rules";
import type { CannedReply } from "@/server/replies/schemas";
import { toErrorKey } from "./use-moves";

/** The team's canned replies: made, changed and deleted. */
export default function CannedSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations("conversations.canned");
  const [editing, setEditing] = useState<CannedReply | "new" | null>(null);
  return (
    <Sheet
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title")}
      description={t("lead")}
      width="lg"
    >
      {editing ? (
        <ReplyForm
          key={editing === "new" ? "new" : editing.id}
          reply={editing === "new" ? null : editing}
          onDone={() => setEditing(null)}
        />
      ) : (
        <ReplyList onEdit={setEditing} />
      )}
    </Sheet>
  );
}

function ReplyList({ onEdit }: { onEdit: (reply: CannedReply | "new") => void }) {
  const t = useTranslations("conversations.canned");
  const errors = useTranslations("conversations");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const query = useQuery(trpc.replies.list.queryOptions());
  const shared = {
    onError: (error: unknown) => toast.failed(errors(toErrorKey(errorCode(error)))),
    onSettled: () => cache.invalidateQueries({ queryKey: trpc.replies.pathKey() }),
  };
  const save = useMutation(trpc.replies.save.mutationOptions(shared));
  const remove = useMutation(
    trpc.replies.delete.mutationOptions({
      ...shared,
      onSuccess: ({ id, shortcut, text }) =>
        toast.done(t("deleted", { shortcut }), {
          undo: { label: common("undo"), run: () => save.mutate({ restoredId: id, shortcut, text }) },
        }),
    }),
  );
  if (query.isPending) return <SkeletonText lines={6} />;
  if (query.isError) return <ErrorState onRetry={() => void query.refetch()} />;
  const create = (
    <Button variant="primary" icon={<Plus aria-hidden size={16} />} onClick={() => onEdit("new")}>
      {t("create")}
    </Button>
  );
  if (query.data.length === 0) return <EmptyState title={t("none")} hint={t("noneHint")} action={create} />;
  return (
    <div className="flex flex-col gap-4">
      <div>{create}</div>
      <ul className="flex flex-col">
        {query.data.map((reply) => (
          <li key={reply.id} className="flex items-start gap-2 border-line border-b py-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium text-accent-text">
                /<bdi>{reply.shortcut}</bdi>
              </p>
              <p dir="auto" className="line-clamp-2 text-ink-muted text-sm">
                {reply.text}
              </p>
            </div>
            <IconButton
              label={t("edit", { shortcut: reply.shortcut })}
              icon={<Pencil aria-hidden size={16} />}
              onClick={() => onEdit(reply)}
            />
            <IconButton
              label={t("delete", { shortcut: reply.shortcut })}
              icon={<Trash2 aria-hidden size={16} />}
              onClick={() => remove.mutate({ cannedReplyId: reply.id })}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ReplyForm({ reply, onDone }: { reply: CannedReply | null; onDone: () => void }) {
  const t = useTranslations("conversations.canned");
  const errors = useTranslations("conversations");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "");
  const [text, setText] = useState(reply?.text ?? "");
  const unknown = unknownVariable(text);
  const key = toShortcut(shortcut);
  const save = useMutation(
    trpc.replies.save.mutationOptions({
      onSuccess: (saved) => {
        toast.done(t("saved", { shortcut: saved.shortcut }));
        void cache.invalidateQueries({ queryKey: trpc.replies.pathKey() });
        onDone();
      },
    }),
  );
  const code = save.isError ? errorCode(save.error) : null;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...(reply && { cannedReplyId: reply.id }), shortcut, text });
      }}
    >
      <Field
        label={t("shortcut")}
        hint={key ? t("typed", { shortcut: key }) : t("shortcutHint")}
        error={code === "SHORTCUT_TAKEN" ? errors(toErrorKey(code)) : undefined}
      >
        <Input
          autoFocus
          maxLength={40}
          value={shortcut}
          onChange={(event) => setShortcut(event.currentTarget.value)}
        />
      </Field>
      <Field
        label={t("text")}
        error={unknown !== null ? t("unknown", { name: `{{${unknown}}}` }) : undefined}
      >
        <Textarea
          dir="auto"
          rows={6}
          maxLength={4096}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-1.5">
        {variables.map((name) => (
          <Button key={name} size="sm" onClick={() => setText(`${text}{{${name}}}`)}>
            {t(`variables.${name.replace(".", "_") as "customer_name"}`)}
          </Button>
        ))}
      </div>
      {code && code !== "SHORTCUT_TAKEN" && <p className="text-danger text-sm">{errors(toErrorKey(code))}</p>}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common("cancel")}</Button>
        <Button
          type="submit"
          variant="primary"
          loading={save.isPending}
          disabled={!key || !text.trim() || unknown !== null}
        >
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
