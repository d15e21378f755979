"use client";

import { useAddress } from "@/components/shell/use-address";
import { type ShopOrderStatus, shopOrderStatuses } from "@/server/stores/rules";

/** The view as the address bar says it: `?q=…&status=shipped&order=ord_…`. A link to a view is a view. */
export function useStoresAddress() {
  const { params, write } = useAddress();
  const status = shopOrderStatuses.find((known) => known === params.get("status")) ?? null;

  return {
    search: params.get("q") ?? "",
    status,
    orderId: params.get("order"),
    setSearch: (search: string) => write({ q: search.trim() || null }),
    setStatus: (wanted: ShopOrderStatus | null) => write({ status: wanted }),
    // Opening is a step to go back from; closing is not another one.
    open: (orderId: string | null) => write({ order: orderId }, orderId !== null),
    clear: () => write({ q: null, status: null }),
  };
}
