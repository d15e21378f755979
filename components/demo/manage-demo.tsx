"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { usePermission } from "@/components/members/use-permission";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import type { DemoPart, DemoProgress } from "@/server/demo/schemas";

const askEveryMs = 1_500;
const isThere = ({ state }: DemoPart) => state !== "cleared" && state !== "clearing";

/** The demo's workspaces for their owner: how far each is, taken away and made again. Nothing outside the demo. */
export function ManageDemo() {
  const t = useTranslations("demo");
  const trpc = useTRPC();
  const { slug: here } = useWorkspace();
  const mayClear = usePermission("demo.clear");
  const { data } = useQuery(
    trpc.demo.progress.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.isMade ? false : askEveryMs),
    }),
  );
  const { clear, makeAgain } = useDemoChanges(here);
  const [asked, setAsked] = useState<readonly DemoPart[] | null>(null);
  const isDemo = data?.workspaces.some(({ slug }) => slug === here) ?? true;
  if (!isDemo || (mayClear.isKnown && !mayClear.isAllowed)) return null;
  const parts = data?.workspaces ?? [];
  const there = parts.filter(isThere);
  return (
    <Card
      title={t("manage.title")}
      hint={t("manage.hint")}
      flush
      className="mt-4"
      action={
        there.length > 1 && (
          <Button size="sm" variant="ghost" onClick={() => setAsked(there)}>
            {t("manage.clearAll")}
          </Button>
        )
      }
    >
      {data ? (
        <ul className="divide-y divide-line border-line border-t">
          {parts.map((part) => (
            <PartRow
              key={part.slug}
              part={part}
              onClear={() => setAsked([part])}
              onMakeAgain={() => makeAgain.mutate({ slugs: [part.slug] })}
              isBusy={clear.isPending || makeAgain.isPending}
            />
          ))}
        </ul>
      ) : (
        <Skeleton className="m-4 h-40" />
      )}
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title={t("clear.title", { count: asked?.length ?? 0, name: asked?.[0]?.name ?? "" })}
        consequence={t("clear.consequence")}
        confirmLabel={t("clear.action")}
        onConfirm={async () => {
          await clear.mutateAsync({ slugs: (asked ?? []).map(({ slug }) => slug) }).catch(() => undefined);
        }}
      />
    </Card>
  );
}

function PartRow(props: { part: DemoPart; onClear: () => void; onMakeAgain: () => void; isBusy: boolean }) {
  const t = useTranslations("demo");
  const { name, state, share } = props.part;
  const isMoving = state === "making" || state === "clearing";
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        {isMoving ? (
          <Progress label={t(`states.${state}`)} value={share} showValue className="mt-1" />
        ) : (
          <p className="text-ink-muted text-sm">{t(`states.${state}`)}</p>
        )}
      </div>
      {isThere(props.part) && (
        <Button size="sm" onClick={props.onClear} disabled={props.isBusy}>
          {t("clear.action")}
          <span className="sr-only">{name}</span>
        </Button>
      )}
      {state === "cleared" && (
        <Button size="sm" onClick={props.onMakeAgain} disabled={props.isBusy}>
          {t("manage.makeAgain")}
          <span className="sr-only">{name}</span>
        </Button>
      )}
    </li>
  );
}

/** Whoever clears the workspace that they stand in is taken to another one, or to the door. */
function useDemoChanges(here: string) {
  const t = useTranslations("demo");
  const trpc = useTRPC();
  const client = useQueryClient();
  const show = (progress: DemoProgress) => client.setQueryData(trpc.demo.progress.queryKey(), progress);
  const onError = () => toast.failed(t("failed"));
  const clear = useMutation(
    trpc.demo.clear.mutationOptions({
      onSuccess(progress) {
        const own = progress.workspaces.find(({ slug }) => slug === here);
        if (own && isThere(own)) show(progress);
        else window.location.assign(pathAfter(progress));
      },
      onError,
    }),
  );
  const makeAgain = useMutation(trpc.demo.makeAgain.mutationOptions({ onSuccess: show, onError }));
  return { clear, makeAgain };
}

function pathAfter({ workspaces }: DemoProgress): string {
  const next = workspaces.find((part) => isThere(part) && part.state !== "waiting");
  return next ? `/w/${next.slug}/settings` : "/";
}
