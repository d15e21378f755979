"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorCode, errorDetail, useTRPC } from "@/components/trpc";
import { decodeText } from "@/lib/csv/decode-text";
import { type ShopOrderColumn, shopOrderColumns } from "@/server/stores/rules";
import type { ImportState } from "@/server/stores/schemas";

/** While an import runs its progress is asked for this often. */
const progressMs = 500;

export type OrderImport = {
  state: ImportState;
  isRunning: boolean;
  /** What went wrong with the newest try, in the reader's words. */
  failure: string | null;
  start(file: File): void;
  reset(): void;
};

/** The workspace's newest import: starting one, following it, and finding it again after leaving the page. */
export function useImport(isAllowed: boolean): OrderImport {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useFailure();
  const begin = useMutation(
    trpc.stores.import.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.stores.pathKey() }),
    }),
  );
  const state = useQuery(
    trpc.stores.importState.queryOptions(undefined, {
      enabled: isAllowed,
      staleTime: 0,
      refetchInterval: (query) => (begin.isPending || isUnderWay(query.state.data) ? progressMs : false),
    }),
  );

  async function start(file: File) {
    const csv = decodeText(new Uint8Array(await file.arrayBuffer()));
    begin.mutate({ csv, fileName: file.name.slice(0, 200) });
  }

  return {
    state: state.data ?? null,
    isRunning: begin.isPending || isUnderWay(state.data),
    failure: begin.isError ? describe(begin.error) : null,
    start: (file) => void start(file),
    reset: () => begin.reset(),
  };
}

const isUnderWay = (state: ImportState | undefined): boolean =>
  state !== undefined && state !== null && state.report === null && !state.failed;

function useFailure(): (error: unknown) => string {
  const t = useTranslations("stores");
  return (error) => {
    const code = errorCode(error);
    if (code === "IMPORT_COLUMNS_MISSING") {
      const { missing } = errorDetail(error);
      const names = (Array.isArray(missing) ? missing : []).map(String);
      const columns = names.map((name) => (isColumn(name) ? `${t(`fields.${name}`)} (${name})` : name));
      return t("failures.IMPORT_COLUMNS_MISSING", { columns: columns.join(", "), count: columns.length });
    }
    if (code === "IMPORT_RUNNING" || code === "PERMISSION_DENIED") return t(`failures.${code}`);
    return t(code === "INVALID_INPUT" ? "failures.tooLarge" : "failures.unknown");
  };
}

const isColumn = (name: string): name is ShopOrderColumn =>
  (shopOrderColumns as readonly string[]).includes(name);
