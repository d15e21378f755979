"use client";

import { useTranslations } from "next-intl";
import { StatusDot, type Tone } from "@/components/ui/badge";
import type { Group } from "@/server/groups/schemas";

const tones: Record<Group["health"], Tone> = {
  healthy: "success",
  not_admin: "neutral",
  restricted: "warn",
  rights_lost: "danger",
  removed: "danger",
};

/** How the bot fares in a group, as a dot with its word. */
export function GroupHealth({ health }: { health: Group["health"] }) {
  const t = useTranslations("groups.health");
  return <StatusDot tone={tones[health]} label={t(health)} />;
}

/** A right in plain words; one that the platform has made since then keeps its own name. */
export function useRightWords(): (right: string) => string {
  const t = useTranslations("groups.rights.names");
  return (right) => {
    const key = right as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : right;
  };
}
