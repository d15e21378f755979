"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Pencil from "lucide-react/icons/pencil";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import Zap from "lucide-react/icons/zap";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useLive } from "@/components/live";
import { usePermission } from "@/components/members/use-permission";
import { ReadOnlyNotice } from "@/components/settings/read-only-notice";
import { errorCode, useTRPC } from "@/components/trpc";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { IconButton } from "@/components/ui/icon-button";
import { lasting } from "@/components/ui/lasting";
import { SkeletonText } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { Macro } from "@/server/macros/schemas";
import { useStepWords } from "./use-step-words";

const MacroSheet = dynamic(
  lasting(() => import("./macro-sheet")),
  { ssr: false },
);

/** The team's macros: what each does, made and changed by those who lead. */
export function MacrosScreen() {
  const t = useTranslations("macros");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const permission = usePermission("macro.manage");
  const query = useQuery(trpc.macros.list.queryOptions());
  const refresh = () => void cache.invalidateQueries({ queryKey: trpc.macros.pathKey() });
  useLive(["macro/", "tag/", "member/", "cannedReply/"], refresh);
  const words = useStepWords();
  const [editing, setEditing] = useState<Macro | "new" | null>(null);
  const shared = { onError: () => toast.failed(t("errors.unknown")), onSettled: refresh };
  const save = useMutation(trpc.macros.save.mutationOptions(shared));
  const remove = useMutation(
    trpc.macros.delete.mutationOptions({
      ...shared,
      onSuccess: ({ name, actions }) =>
        toast.done(t("deleted", { name }), {
          undo: { label: common("undo"), run: () => save.mutate({ name, actions }) },
        }),
    }),
  );
  if (errorCode(query.error) === "PERMISSION_DENIED") return <ForbiddenState />;
  const create = permission.isAllowed && (
    <Button variant="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setEditing("new")}>
      {t("create")}
    </Button>
  );
  return (
    <div className="flex flex-col gap-6">
      <ReadOnlyNotice permission={permission} />
      <Card
        title={t("settings.title")}
        hint={t("settings.lead")}
        action={query.data?.length ? create : undefined}
      >
        {query.isPending ? (
          <SkeletonText lines={6} />
        ) : query.isError ? (
          <ErrorState onRetry={() => void query.refetch()} />
        ) : query.data.length === 0 ? (
          <EmptyState
            icon={<Zap aria-hidden size={20} />}
            title={t("settings.none")}
            hint={t("settings.noneHint")}
            action={create}
          />
        ) : (
          <ul className="-my-2 flex flex-col divide-y divide-line">
            {query.data.map((macro) => (
              <li key={macro.id} className="flex items-start gap-2 py-3">
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-center gap-2 font-medium">
                    <bdi>{macro.name}</bdi>
                    {macro.missing.length > 0 && <Badge tone="warn">{t("brokenBadge")}</Badge>}
                  </p>
                  <ol className="mt-1 flex list-decimal flex-col gap-0.5 ps-5 text-ink-muted text-sm">
                    {macro.actions.map((step, index) => {
                      const isMissing = macro.missing.some((one) => one.step === index);
                      return (
                        // biome-ignore lint/suspicious/noArrayIndexKey: steps are told apart by their places.
                        <li key={index} className={isMissing ? "text-warn" : undefined}>
                          {words(step)}
                        </li>
                      );
                    })}
                  </ol>
                </div>
                {permission.isAllowed && (
                  <>
                    <IconButton
                      label={t("edit", { name: macro.name })}
                      icon={<Pencil aria-hidden size={16} />}
                      onClick={() => setEditing(macro)}
                    />
                    <IconButton
                      label={t("delete", { name: macro.name })}
                      icon={<Trash2 aria-hidden size={16} />}
                      onClick={() => remove.mutate({ macroId: macro.id })}
                    />
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {editing && <MacroSheet macro={editing === "new" ? null : editing} onClose={() => setEditing(null)} />}
    </div>
  );
}
