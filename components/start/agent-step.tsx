"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Power from "lucide-react/icons/power";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** Switching the agent on. */
export function AgentStep(props: { mayAct: boolean; isOn: boolean; onDone: () => void }) {
  const t = useTranslations("start.steps");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const update = useMutation(
    trpc.workspaces.update.mutationOptions({
      onError: () => toast.failed(t("agent.failed"), { detail: t("agent.failedHint") }),
      onSuccess(after) {
        queryClient.setQueryData(trpc.workspaces.get.queryKey(), after);
        props.onDone();
      },
    }),
  );
  if (props.isOn) return <p>{t("agent.isOn")}</p>;
  if (!props.mayAct) return null;
  return (
    <div>
      <Button
        variant="primary"
        icon={<Power aria-hidden size={16} />}
        loading={update.isPending}
        onClick={() => update.mutate({ isAgentOn: true })}
      >
        {t("agent.action")}
      </Button>
    </div>
  );
}
