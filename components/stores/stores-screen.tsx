"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import Package from "lucide-react/icons/package";
import Upload from "lucide-react/icons/upload";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { ImportNotice } from "@/components/imports/import-notice";
import { useImport } from "@/components/imports/use-import";
import { useLive } from "@/components/live";
import { PanelPage } from "@/components/shell/panel-page";
import { errorCode, useFeature, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/input";
import { lasting } from "@/components/ui/lasting";
import { Select } from "@/components/ui/select";
import { EmptyState, ForbiddenState } from "@/components/ui/states";
import { shopOrderStatuses } from "@/server/stores/rules";
import { OrderTable } from "./order-table";
import { useStoresAddress } from "./use-stores-address";

const ImportSheet = dynamic(
  lasting(() => import("@/components/imports/import-sheet").then((file) => file.ImportSheet)),
  { ssr: false },
);
const OrderSheet = dynamic(
  lasting(() => import("./order-sheet").then((file) => file.OrderSheet)),
  { ssr: false },
);

/** The workspace's shop orders: finding one, seeing it, and importing a file. */
export function StoresScreen() {
  const t = useTranslations("stores");
  const tImports = useTranslations("imports");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { member } = useWorkspace();
  const address = useStoresAddress();
  const [typed, setTyped] = useState(address.search);
  const search = useDeferredValue(typed);
  const [isImporting, setImporting] = useState(false);
  const mayImport = member.role !== "support" && member.role !== "analyst";
  const canImport = useFeature("imports");
  const work = useImport("shopOrders", mayImport);
  const orders = useInfiniteQuery(
    trpc.stores.list.infiniteQueryOptions(
      {
        limit: 50,
        ...(search.trim() ? { search: search.trim() } : {}),
        ...(address.status ? { status: address.status } : {}),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined, placeholderData: (previous) => previous },
    ),
  );
  useLive(["shopOrder/"], () => void cache.invalidateQueries({ queryKey: trpc.stores.pathKey() }));

  if (errorCode(orders.error) === "PERMISSION_DENIED") {
    return (
      <PanelPage title={t("title")}>
        <ForbiddenState />
      </PanelPage>
    );
  }
  const rows = orders.data?.pages.flatMap((page) => page.rows) ?? [];
  const isFiltered = search.trim() !== "" || address.status !== null;
  const isEmpty = orders.data !== undefined && rows.length === 0;
  const importButton = mayImport && canImport && (
    <Button variant="primary" icon={<Upload aria-hidden size={16} />} onClick={() => setImporting(true)}>
      {tImports("targets.shopOrders.action")}
    </Button>
  );
  const clear = () => {
    setTyped("");
    address.clear();
  };

  return (
    <PanelPage
      title={t("title")}
      description={t("lead")}
      action={importButton}
      filters={
        (!isEmpty || isFiltered) && (
          <>
            <SearchInput
              label={t("search")}
              value={typed}
              onValueChange={(value) => {
                setTyped(value);
                address.setSearch(value);
              }}
              className="w-full sm:w-80"
            />
            <Select
              label={t("statusFilter")}
              value={address.status ?? "all"}
              onValueChange={(value) => address.setStatus(value === "all" ? null : value)}
              items={[
                { value: "all" as const, label: t("allStatuses") },
                ...shopOrderStatuses.map((status) => ({ value: status, label: t(`status.${status}`) })),
              ]}
              className="w-48"
            />
          </>
        )
      }
    >
      {!isImporting && <ImportNotice work={work} onShow={() => setImporting(true)} />}
      <OrderTable
        orders={rows}
        state={orders.isPending ? "loading" : orders.isError && !orders.data ? "failed" : undefined}
        onRetry={() => orders.refetch()}
        currentId={address.orderId}
        onOpen={address.open}
        onEnd={orders.hasNextPage && !orders.isFetchingNextPage ? orders.fetchNextPage : undefined}
        empty={
          isFiltered ? (
            <EmptyState
              title={t("noMatch.title")}
              hint={t("noMatch.hint")}
              action={<Button onClick={clear}>{t("noMatch.clear")}</Button>}
            />
          ) : (
            <EmptyState
              icon={<Package aria-hidden size={20} />}
              title={t("empty.title")}
              hint={t("empty.hint")}
              example={t("empty.example")}
              action={importButton}
            />
          )
        }
      />
      <OrderSheet orderId={address.orderId} onClose={() => address.open(null)} />
      {mayImport && <ImportSheet isOpen={isImporting} onOpenChange={setImporting} work={work} />}
    </PanelPage>
  );
}
