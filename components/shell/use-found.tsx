"use client";

import { useQuery } from "@tanstack/react-query";
import Contact from "lucide-react/icons/contact";
import Package from "lucide-react/icons/package";
import { useEffect, useState } from "react";
import { useTRPC } from "@/components/trpc";
import type { Command } from "./commands";
import { panelPath } from "./pages";

const restMs = 180;
const fewestLetters = 2;
const mostEach = 5;

/**
 * Customers and shop orders that a search of the palette finds, once the reader rests. The server decides what a member
 * may see; what it refuses is simply not there.
 */
export function useFound(slug: string, typed: string) {
  const trpc = useTRPC();
  const q = useRested(typed.trim(), restMs);
  const options = { enabled: q.length >= fewestLetters, retry: false, staleTime: 10_000 };
  const people = useQuery(trpc.customers.find.queryOptions({ q, limit: mostEach }, options));
  const orders = useQuery(trpc.stores.list.queryOptions({ search: q, limit: mostEach }, options));

  const customers: Command[] = (options.enabled ? (people.data ?? []) : []).map(({ id, name }) => ({
    id: `find:${id}`,
    label: name,
    icon: <Contact aria-hidden size={16} />,
    href: `${panelPath(slug, "customers")}?customer=${id}`,
  }));
  const shopOrders: Command[] = (options.enabled ? (orders.data?.rows ?? []) : []).map((order) => ({
    id: `find:${order.id}`,
    label: `${order.number} · ${order.customerName}`,
    icon: <Package aria-hidden size={16} />,
    href: `${panelPath(slug, "stores")}?order=${order.id}`,
  }));
  const isWaiting =
    typed.trim().length >= fewestLetters && (typed.trim() !== q || people.isFetching || orders.isFetching);
  return { customers, shopOrders, isWaiting };
}

/** A value once it has stood still. */
function useRested(value: string, forMs: number): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return rested;
}
