"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useLive } from "@/components/live";
import { errorCode, useTRPC } from "@/components/trpc";
import { toast } from "@/components/ui/toast";
import type { UpdateWorkspaceInput, Workspace } from "@/server/workspaces/schemas";

/** The workspace's settings as saved, kept fresh while somebody else changes them too. */
export function useWorkspaceSettings() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.workspaces.get.queryOptions());
  useLive(["workspace/updated"], () =>
    queryClient.invalidateQueries({ queryKey: trpc.workspaces.get.queryKey() }),
  );
  return query;
}

/**
 * Saves settings, with a way back. Returns the error when it did not work, after saying so where no field can:
 * `isFieldError` tells which errors the form shows itself.
 */
export function useSaveSettings(isFieldError: (error: unknown) => boolean = () => false) {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const update = useMutation(trpc.workspaces.update.mutationOptions());

  async function save(
    input: UpdateWorkspaceInput,
    before: Workspace,
    options: { isUndo?: boolean; said?: string } = {},
  ): Promise<unknown> {
    try {
      const after = await update.mutateAsync(input);
      queryClient.setQueryData(trpc.workspaces.get.queryKey(), after);
      const undo = {
        label: common("undo"),
        run: () => void save(pickAs(input, before), after, { isUndo: true }),
      };
      toast.done(
        options.isUndo ? t("save.undone") : (options.said ?? t("save.done")),
        options.isUndo ? {} : { undo },
      );
      // The frame around the page shows the name, and dates go by the zone.
      router.refresh();
      return null;
    } catch (error) {
      if (isFieldError(error)) return error;
      if (errorCode(error) === "PERMISSION_DENIED") {
        toast.failed(t("save.denied.title"), { detail: t("save.denied.hint") });
        await queryClient.invalidateQueries({ queryKey: trpc.members.pathKey() });
        router.refresh();
      } else {
        const retry = { label: common("retry"), run: () => void save(input, before, options) };
        toast.failed(t("save.failed.title"), { detail: t("save.failed.hint"), retry });
      }
      return error;
    }
  }

  return { save, isSaving: update.isPending };
}

/** The same fields as in `input`, with the values they have in `workspace`. */
function pickAs(input: UpdateWorkspaceInput, workspace: Workspace): UpdateWorkspaceInput {
  const fields = Object.keys(input) as (keyof UpdateWorkspaceInput)[];
  return Object.fromEntries(fields.map((field) => [field, workspace[field]]));
}
