"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/components/trpc";
import { StatusDot } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { SkeletonText } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import type { FeatureState } from "@/server/flags/schemas";
import { refreshMs } from "./refresh";

type Workspace = { id: string; name: string };
type Change = { workspace: Workspace | null; isOn: boolean | null };

/** Parts of the product that can be switched off: for everybody, or for single workspaces. */
export function FeaturesScreen() {
  const t = useTranslations("operator.features");
  const trpc = useTRPC();
  const features = useQuery(
    trpc.operator.features.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  const choices = useQuery(
    trpc.operator.runChoices.queryOptions(undefined, { refetchInterval: refreshMs, staleTime: 0 }),
  );
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      {features.data ? (
        features.data.map((feature) => (
          <FeatureCard key={feature.feature} feature={feature} workspaces={choices.data?.workspaces ?? []} />
        ))
      ) : features.isError ? (
        <ErrorState onRetry={() => features.refetch()} />
      ) : (
        <SkeletonText lines={10} />
      )}
    </>
  );
}

function FeatureCard({ feature, workspaces }: { feature: FeatureState; workspaces: readonly Workspace[] }) {
  const t = useTranslations("operator.features");
  const key = feature.feature;
  const name = t(`parts.${key}.name`);
  const { set, isPending } = useSetFeature(feature);
  const [asked, setAsked] = useState<Change | null>(null);
  const isOn = feature.platform ?? feature.isOnByDefault;
  // What is switched on takes nothing from anybody.
  const change = (wanted: Change, isOff: boolean) => (isOff ? setAsked(wanted) : set(wanted));
  const own = feature.workspaces.map(({ workspaceId, isOn: isOnThere }) => ({
    id: workspaceId,
    name: workspaces.find(({ id }) => id === workspaceId)?.name ?? workspaceId,
    isOn: isOnThere,
  }));
  return (
    <Card className="max-w-3xl">
      <div className="flex flex-col gap-4">
        <Switch
          label={name}
          hint={t(`parts.${key}.hint`)}
          checked={isOn}
          disabled={isPending}
          onCheckedChange={(wanted) =>
            change({ workspace: null, isOn: wanted === feature.isOnByDefault ? null : wanted }, !wanted)
          }
        />
        {feature.scope === "workspace" && (
          <div className="flex flex-col gap-2 border-line border-t pt-4">
            {own.length > 0 && (
              <ul aria-label={t("exceptions", { name })} className="flex flex-col">
                {own.map(({ id, name: workspace, isOn: isOnThere }) => (
                  <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1">
                    <span className="flex min-w-0 items-center gap-3">
                      <bdi className="truncate">{workspace}</bdi>
                      <StatusDot
                        tone={isOnThere ? "success" : "neutral"}
                        label={isOnThere ? t("onHere") : t("offHere")}
                      />
                    </span>
                    <Button
                      size="sm"
                      disabled={isPending}
                      aria-label={t("takeBackOf", { workspace })}
                      onClick={() =>
                        change({ workspace: { id, name: workspace }, isOn: null }, isOnThere && !isOn)
                      }
                    >
                      {t("takeBack")}
                    </Button>
                  </li>
                ))}
              </ul>
            )}
            <AddException
              isOn={isOn}
              workspaces={workspaces.filter(({ id }) => own.every((one) => one.id !== id))}
              onAdd={(workspace) => change({ workspace, isOn: !isOn }, isOn)}
            />
          </div>
        )}
      </div>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={(isOpen) => !isOpen && setAsked(null)}
        title={
          asked?.workspace
            ? t("offTitleHere", { name, workspace: asked.workspace.name })
            : t("offTitle", { name })
        }
        consequence={t(`parts.${key}.off`)}
        confirmLabel={t("switchOff")}
        onConfirm={async () => {
          if (asked) await set(asked);
        }}
      />
    </Card>
  );
}

/** Another workspace that goes its own way: the contrary of what holds for all. */
function AddException(props: {
  isOn: boolean;
  workspaces: readonly Workspace[];
  onAdd: (workspace: Workspace) => void;
}) {
  const t = useTranslations("operator.features");
  const [chosen, setChosen] = useState("");
  const workspace = props.workspaces.find(({ id }) => id === chosen);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        label={t("workspace")}
        className="w-56 max-sm:flex-1"
        value={workspace ? chosen : ""}
        onValueChange={setChosen}
        items={[
          { value: "", label: t("choose") },
          ...props.workspaces.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Button
        disabled={!workspace}
        onClick={() => {
          if (workspace) props.onAdd(workspace);
          setChosen("");
        }}
      >
        {props.isOn ? t("switchOffHere") : t("switchOnHere")}
      </Button>
    </div>
  );
}

function useSetFeature({ feature }: FeatureState) {
  const t = useTranslations("operator.features");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const change = useMutation(
    trpc.operator.setFeature.mutationOptions({
      onSuccess: () => toast.done(t("saved")),
      onError: () => toast.failed(t("failed"), { detail: t("kept") }),
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.operator.pathKey() }),
    }),
  );
  return {
    isPending: change.isPending,
    set: async ({ workspace, isOn }: Change) => {
      // A refusal is told by a toast.
      await change.mutateAsync({ feature, workspaceId: workspace?.id ?? null, isOn }).catch(() => {});
    },
  };
}
