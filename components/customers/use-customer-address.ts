"use client";

import { useSearchParams } from "next/navigation";

/** The view as the address bar says it: `?customer=cus_…`. A link to a customer opens that one. */
export function useCustomerAddress() {
  const customerId = useSearchParams().get("customer");
  return {
    customerId,
    /** Opening is a step to go back from; closing is not another one. */
    open(id: string | null) {
      const next = new URLSearchParams(window.location.search);
      if (id) next.set("customer", id);
      else next.delete("customer");
      const address = `${window.location.pathname}${next.size > 0 ? `?${next}` : ""}`;
      if (id) window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
  };
}
