"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { useFormat } from "@/lib/format/use-format";
import type { CustomerShopOrder, ShopOrderStatus } from "@/server/customers/schemas";

const tones: Record<ShopOrderStatus, Tone> = {
  preparing: "neutral",
  shipped: "accent",
  out_for_delivery: "accent",
  delivered: "success",
  cancelled: "danger",
  returned: "warn",
};

/** The customer's shop orders, the newest first: state, packages with their tracking, what was bought. */
export function CustomerShopOrders({ orders }: { orders: readonly CustomerShopOrder[] }) {
  const t = useTranslations("customers");
  if (orders.length === 0) {
    return (
      <p className="text-ink-muted text-sm">
        {t("noOrders")} {t("noOrdersHint")}
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-3">
      {orders.map((order) => (
        <Order key={order.id} order={order} />
      ))}
    </ul>
  );
}

function Order({ order }: { order: CustomerShopOrder }) {
  const t = useTranslations("customers");
  const format = useFormat();
  const many = order.packages.length > 1;
  return (
    <li className="rounded-lg border border-line p-3">
      <div className="flex items-center gap-2">
        <bdi dir="ltr" data-figure className="min-w-0 flex-1 truncate font-medium">
          {order.number}
        </bdi>
        <Badge tone={tones[order.status]}>{t(`orderStatus.${order.status}`)}</Badge>
      </div>
      <p className="text-ink-muted text-sm">{format.date(order.orderedAt)}</p>
      <ul className="mt-2 flex flex-col gap-2">
        {order.packages.map((parcel, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: packages of an order have no identity of their own here.
          <li key={index} className="text-sm">
            {many && (
              <p className="flex items-center justify-between gap-2 text-ink-muted">
                {t("package", { index: index + 1 })}
                <span>{t(`orderStatus.${parcel.status}`)}</span>
              </p>
            )}
            {(parcel.carrier || parcel.tracking) && (
              <p className="flex items-center gap-1.5">
                <span className="min-w-0 truncate">{parcel.carrier}</span>
                {parcel.tracking && (
                  <>
                    <bdi dir="ltr" data-figure className="min-w-0 truncate text-ink-muted">
                      {parcel.tracking}
                    </bdi>
                    <CopyButton value={parcel.tracking} label={t("tracking")} />
                  </>
                )}
              </p>
            )}
            <p className="text-ink-muted">
              {parcel.deliveredAt
                ? t("delivered", { date: format.date(parcel.deliveredAt) })
                : parcel.estimatedDelivery && t("estimated", { date: format.date(parcel.estimatedDelivery) })}
            </p>
          </li>
        ))}
      </ul>
      <ul className="mt-2 flex flex-col gap-0.5 border-line border-t pt-2 text-sm">
        {order.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of an order have no identity of their own here.
          <li key={index} className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate" title={line.item}>
              <bdi>{line.item}</bdi>
            </span>
            <span data-figure className="shrink-0 text-ink-muted">
              {line.quantity > 1 && `${format.number(line.quantity)} × `}
              {format.money(line.priceMinor, line.currency)}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
