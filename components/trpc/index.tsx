"use client";

import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useState } from "react";
import { toast } from "@/components/ui/toast";
import type { FeatureKey } from "@/server/flags/rules";
import type { AppRouter } from "@/server/trpc/root";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** What the panel knows of where it stands: plain data from the layout. */
export type PanelWorkspace = {
  slug: string;
  name: string;
  kind: "creator" | "shop" | "clinic" | "desk";
  timeZone: string;
  /** Parts of the product that whoever runs this installation has switched off here. */
  off: readonly FeatureKey[];
  member: { id: string; displayName: string; role: "owner" | "admin" | "supervisor" | "support" | "analyst" };
};

const WorkspaceContext = createContext<PanelWorkspace | null>(null);

/** @throws Error outside the panel */
export function useWorkspace(): PanelWorkspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error("useWorkspace is for screens of the panel.");
  return workspace;
}

/** Whether a part of the product is on in this workspace. */
export const useFeature = (feature: FeatureKey): boolean => !useWorkspace().off.includes(feature);

/** The query client and the API's client of one workspace; mounted once by the panel's layout. */
export function PanelProviders({ workspace, children }: { workspace: PanelWorkspace; children: ReactNode }) {
  return (
    <WorkspaceContext value={workspace}>
      <ApiProviders scope={workspace.slug}>{children}</ApiProviders>
    </WorkspaceContext>
  );
}

/** The same for the platform's operators, who work in no workspace. */
export function OperatorProviders({ children }: { children: ReactNode }) {
  return <ApiProviders scope="platform">{children}</ApiProviders>;
}

/** `scope` is the header that keeps other sites' forms out; where it names a workspace, calls are made in that one. */
function ApiProviders({ scope, children }: { scope: string; children: ReactNode }) {
  const t = useTranslations("common");
  const [queryClient] = useState(() =>
    makeQueryClient((error) => {
      const seconds = limitedForS(error);
      if (seconds !== null) toast.refused("limited", t("limited", { seconds }));
      if (errorCode(error) === "STORAGE_FULL") toast.refused("storage", t("storageFull"));
    }),
  );
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: "/api/trpc", headers: { "x-santral-workspace": scope } })],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** @param sayRefused hears of every write that was refused, and says what no screen knows by itself */
function makeQueryClient(sayRefused: (error: unknown) => void): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({ onError: sayRefused }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // What the server has refused will be refused again; a lost connection is tried anew, and so is what was too
        // much at once: when it may be.
        retry: (count, error) =>
          count < 3 && (!(error instanceof TRPCClientError && error.data) || limitedForS(error) !== null),
        retryDelay: (count, error) => {
          const waitS = limitedForS(error);
          return waitS === null ? Math.min(1_000 * 2 ** count, 30_000) : waitS * 1_000;
        },
      },
    },
  });
}

/** The seconds until it may be asked again, of a refusal for the number of requests; null for any other error. */
function limitedForS(error: unknown): number | null {
  if (errorCode(error) !== "LIMIT_REACHED") return null;
  const { retryAfterS } = errorDetail(error);
  return typeof retryAfterS === "number" ? retryAfterS : 1;
}

/** The domain's code in an error of the API (`CONVERSATION_CHANGED` …), or null when it came from elsewhere. */
export function errorCode(error: unknown): string | null {
  return error instanceof TRPCClientError ? (error.data?.code ?? null) : null;
}

/** What the domain's error carries for the screen. */
export function errorDetail(error: unknown): Record<string, unknown> {
  return error instanceof TRPCClientError ? (error.data?.detail ?? {}) : {};
}
