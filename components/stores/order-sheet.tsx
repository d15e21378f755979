"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorCode, useTRPC } from "@/components/trpc";
import { DescriptionList } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Sheet } from "@/components/ui/sheet";
import { SkeletonText } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { ShopOrderDetail } from "@/server/stores/schemas";
import { StatusBadge } from "./status-badge";

/** One shop order: who ordered, its packages with their tracking numbers, what is in them. */
export function OrderSheet({ orderId, onClose }: { orderId: string | null; onClose: () => void }) {
  const t = useTranslations("stores.order");
  const trpc = useTRPC();
  const order = useQuery({
    ...trpc.stores.get.queryOptions({ shopOrderId: orderId ?? "" }),
    enabled: orderId !== null,
  });
  const isMissing = ["SHOP_ORDER_NOT_FOUND", "INVALID_INPUT"].includes(errorCode(order.error) ?? "");
  const data = orderId === null ? undefined : order.data;
  return (
    <Sheet
      open={orderId !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width="lg"
      title={data ? <bdi dir="ltr">{data.number}</bdi> : "…"}
      actions={data && <CopyButton value={data.number} label={t("copyNumber")} />}
    >
      {data ? (
        <Order order={data} />
      ) : isMissing ? (
        <EmptyState title={t("notFound")} hint={t("notFoundHint")} />
      ) : order.isError ? (
        <ErrorState onRetry={() => order.refetch()} />
      ) : (
        <SkeletonText lines={8} />
      )}
    </Sheet>
  );
}

function Order({ order }: { order: ShopOrderDetail }) {
  const t = useTranslations("stores.order");
  const format = useFormat();
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center justify-between gap-3">
        <StatusBadge status={order.status} />
        <span className="text-ink-muted text-sm">
          {t("updated", { when: format.relative(order.updatedAt) })}
        </span>
      </div>
      <DescriptionList
        items={[
          { term: t("customer"), value: order.customerName },
          { term: t("phone"), value: order.phone ? <bdi dir="ltr">{order.phone}</bdi> : t("none") },
          { term: t("email"), value: order.email ? <bdi dir="ltr">{order.email}</bdi> : t("none") },
          { term: t("orderedAt"), value: format.dateTime(order.orderedAt) },
        ]}
      />
      <section className="flex flex-col gap-3" aria-label={t("packages", { count: order.packages.length })}>
        <h3 className="font-semibold">{t("packages", { count: order.packages.length })}</h3>
        {order.packages.map((pack, index) => (
          <Package
            // biome-ignore lint/suspicious/noArrayIndexKey: packages of an order have no identity of their own here.
            key={index}
            index={index}
            pack={pack}
          />
        ))}
      </section>
    </div>
  );
}

function Package({ pack, index }: { pack: ShopOrderDetail["packages"][number]; index: number }) {
  const t = useTranslations("stores.order");
  const format = useFormat();
  return (
    <article className="rounded-lg border border-line">
      <header className="flex items-center justify-between gap-3 border-line border-b px-4 py-2.5">
        <h4 className="font-medium">{t("package", { index: index + 1 })}</h4>
        <StatusBadge status={pack.status} />
      </header>
      <div className="px-4 py-3">
        <DescriptionList
          items={[
            { term: t("carrier"), value: pack.carrier ?? t("none") },
            {
              term: t("tracking"),
              value: pack.tracking ? (
                <span className="inline-flex items-center gap-1">
                  <bdi dir="ltr" data-figure>
                    {pack.tracking}
                  </bdi>
                  <CopyButton value={pack.tracking} label={t("copyTracking")} />
                </span>
              ) : (
                t("none")
              ),
            },
            pack.deliveredAt
              ? { term: t("delivered"), value: format.dateTime(pack.deliveredAt) }
              : {
                  term: t("estimated"),
                  // A day, not a moment: noon stands for it in every zone.
                  value: pack.estimatedDelivery
                    ? format.date(`${pack.estimatedDelivery}T12:00:00Z`)
                    : t("none"),
                },
          ]}
        />
      </div>
      <ul aria-label={t("lines")} className="border-line border-t px-4 py-2 text-sm">
        {pack.lines.map((line, lineIndex) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a package have no identity of their own here.
          <li key={lineIndex} className="flex items-baseline gap-3 py-1">
            <span className="min-w-0 flex-1">
              <bdi>{line.item}</bdi>
              {line.sku && (
                <span className="ms-2 whitespace-nowrap text-ink-faint">
                  <bdi dir="ltr">{line.sku}</bdi>
                </span>
              )}
            </span>
            <span data-figure className="shrink-0 text-ink-muted">
              {format.number(line.quantity)} × {format.money(line.priceMinor, line.currency)}
            </span>
          </li>
        ))}
      </ul>
    </article>
  );
}
