"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc";
import type { MemberRole } from "./roles";

export type PermissionState = {
  /** False until it is known: nothing is offered that may be refused. */
  isAllowed: boolean;
  isKnown: boolean;
  /** The roles that may. */
  roles: readonly MemberRole[];
};

/** Whether the reader may do something, by the policy table: `usePermission("workspace.update")`. */
export function usePermission(verb: string): PermissionState {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.members.policy.queryOptions());
  const found = data?.find((permission) => permission.verb === verb);
  return { isAllowed: found?.isAllowed ?? false, isKnown: data !== undefined, roles: found?.roles ?? [] };
}
