"use client";

import { useSearchParams } from "next/navigation";
import { type ShopOrderStatus, shopOrderStatuses } from "@/server/stores/rules";

/** The view as the address bar says it: `?q=…&status=shipped&order=ord_…`. A link to a view is a view. */
export function useStoresAddress() {
  const params = useSearchParams();
  const status = shopOrderStatuses.find((known) => known === params.get("status")) ?? null;

  function write(changes: Record<string, string | null>, isStep: boolean) {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    const query = next.size > 0 ? `?${next}` : "";
    const address = `${window.location.pathname}${query}`;
    if (isStep) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }

  return {
    search: params.get("q") ?? "",
    status,
    orderId: params.get("order"),
    setSearch: (search: string) => write({ q: search.trim() || null }, false),
    setStatus: (wanted: ShopOrderStatus | null) => write({ status: wanted }, false),
    // Opening is a step to go back from; closing is not another one.
    open: (orderId: string | null) => write({ order: orderId }, orderId !== null),
    clear: () => write({ q: null, status: null }, false),
  };
}
