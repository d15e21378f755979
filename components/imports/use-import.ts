"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "@/components/live";
import { useTRPC, useWorkspace } from "@/components/trpc";
import { type ImportTarget, isBusy } from "@/server/imports/rules";
import type { Import, ImportMode } from "@/server/imports/schemas";
import { uploadFile } from "./upload-file";
import { useImportFailure } from "./use-failure";

/** While something works on it, it is looked at this often; hints tell sooner. */
const lookMs = 1_000;

export type ImportWork = ReturnType<typeof useImport>;

/** The newest import of a target: sending a file, moving it on, and finding it again after leaving the page. */
export function useImport(target: ImportTarget, isAllowed: boolean) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { slug } = useWorkspace();
  const describe = useImportFailure();
  const [upload, setUpload] = useState<{ name: string; share: number } | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const options = trpc.imports.newest.queryOptions({ target });
  const newest = useQuery({
    ...options,
    enabled: isAllowed,
    staleTime: 0,
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.state) ? lookMs : false),
  });
  useLive(["import/"], () => void cache.invalidateQueries({ queryKey: trpc.imports.pathKey() }));

  const settle = {
    onMutate: () => setFailure(null),
    onSuccess: (next: Import) => void cache.setQueryData(options.queryKey, next),
    onError: (error: unknown) => {
      setFailure(describe(error));
      void cache.invalidateQueries({ queryKey: trpc.imports.pathKey() });
    },
  };
  const check = useMutation(trpc.imports.check.mutationOptions(settle));
  const start = useMutation(trpc.imports.start.mutationOptions(settle));
  const cancel = useMutation(trpc.imports.cancel.mutationOptions(settle));
  const undo = useMutation(trpc.imports.undo.mutationOptions(settle));
  const discard = useMutation(
    trpc.imports.discard.mutationOptions({
      ...settle,
      onSuccess: () => cache.invalidateQueries({ queryKey: trpc.imports.pathKey() }),
    }),
  );

  async function send(file: File): Promise<void> {
    setFailure(null);
    setUpload({ name: file.name, share: 0 });
    try {
      const body = await uploadFile(file, {
        target,
        slug,
        onProgress: (share) => setUpload({ name: file.name, share }),
      });
      cache.setQueryData(options.queryKey, body as Import);
    } catch (error) {
      setFailure(describe(error));
    } finally {
      setUpload(null);
    }
  }

  const current = newest.data ?? null;
  const importId = current?.id ?? "";
  return {
    target,
    current,
    upload,
    failure,
    isMoving: check.isPending || start.isPending || cancel.isPending || undo.isPending || discard.isPending,
    isRunning: current !== null && isBusy(current.state),
    send: (file: File) => void send(file),
    check: (columnMap: Record<string, number | null>) => check.mutate({ importId, columnMap }),
    chooseSheet: (sheet: string) => check.mutate({ importId, sheet }),
    start: (mode: ImportMode) => start.mutate({ importId, mode }),
    cancel: () => cancel.mutate({ importId }),
    undo: () => undo.mutateAsync({ importId }).then(() => undefined),
    discard: () => discard.mutate({ importId }),
    forgetFailure: () => setFailure(null),
  };
}
