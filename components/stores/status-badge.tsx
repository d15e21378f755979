"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { ShopOrderStatus } from "@/server/stores/rules";

const tones: Record<ShopOrderStatus, Tone> = {
  preparing: "neutral",
  shipped: "accent",
  out_for_delivery: "accent",
  delivered: "success",
  cancelled: "danger",
  returned: "warn",
};

/** Where an order or a package stands. */
export function StatusBadge({ status }: { status: ShopOrderStatus }) {
  const t = useTranslations("stores.status");
  return <Badge tone={tones[status]}>{t(status)}</Badge>;
}
