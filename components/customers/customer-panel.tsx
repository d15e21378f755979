"use client";

import { useQuery } from "@tanstack/react-query";
import AtSign from "lucide-react/icons/at-sign";
import BadgeCheck from "lucide-react/icons/badge-check";
import BellOff from "lucide-react/icons/bell-off";
import Phone from "lucide-react/icons/phone";
import Send from "lucide-react/icons/send";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CustomerRatings } from "@/components/satisfaction/customer-ratings";
import { errorCode, useTRPC } from "@/components/trpc";
import { Avatar } from "@/components/ui/avatar";
import { lasting } from "@/components/ui/lasting";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import { ErrorState, ForbiddenState } from "@/components/ui/states";
import { Tooltip } from "@/components/ui/tooltip";
import { useFormat } from "@/lib/format/use-format";
import { mixesScripts } from "@/lib/text/mixed-scripts";
import type { Customer, Identity } from "@/server/customers/schemas";
import { CustomerShopOrders } from "./customer-shop-orders";

const CustomerTasks = dynamic(
  lasting(() => import("@/components/tasks/customer-tasks").then((file) => file.CustomerTasks)),
  { ssr: false },
);

const CustomerFields = dynamic(
  lasting(() => import("@/components/fields/customer-fields").then((file) => file.CustomerFields)),
  { ssr: false },
);

const CustomerMerges = dynamic(
  lasting(() => import("./customer-merges").then((file) => file.CustomerMerges)),
  {
    ssr: false,
  },
);

const CustomerTimeline = dynamic(
  lasting(() => import("./customer-timeline").then((file) => file.CustomerTimeline)),
  {
    ssr: false,
  },
);

const icons = { telegram: Send, phone: Phone, email: AtSign } as const;

/** Who the customer is: name, tasks, identities with their proof, shop orders. `children` stand under the name. */
export function CustomerPanel(props: {
  customerId: string;
  /** The one that it stands beside. */
  conversationId?: string;
  children?: ReactNode;
}) {
  const { customerId, children } = props;
  const t = useTranslations("customers");
  const trpc = useTRPC();
  const query = useQuery(trpc.customers.get.queryOptions({ customerId }));
  if (query.data) {
    return (
      <CustomerDetails customer={query.data} conversationId={props.conversationId}>
        {children}
      </CustomerDetails>
    );
  }
  if (query.isPending) {
    return (
      <div aria-busy className="flex flex-col gap-6">
        <div className="flex items-center gap-3">
          <Skeleton className="size-10 rounded-full" />
          <Skeleton className="w-36" />
        </div>
        <SkeletonText lines={4} />
        <SkeletonText lines={5} />
      </div>
    );
  }
  if (errorCode(query.error) === "PERMISSION_DENIED") return <ForbiddenState />;
  return <ErrorState title={t("errorTitle")} onRetry={() => void query.refetch()} />;
}

function CustomerDetails(props: {
  customer: Customer;
  conversationId: string | undefined;
  children?: ReactNode;
}) {
  const { customer, children } = props;
  const t = useTranslations("customers");
  const format = useFormat();
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-center gap-3">
        <Avatar name={customer.name} size={40} />
        <div className="min-w-0">
          <p className="truncate font-semibold text-lg">
            <bdi>{customer.name}</bdi>
          </p>
          <p className="text-ink-muted text-sm">{t("since", { date: format.date(customer.createdAt) })}</p>
        </div>
      </div>
      {mixesScripts(customer.name) && (
        <p className="flex items-start gap-2 text-sm text-warn">
          <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
          {t("mixedName")}
        </p>
      )}
      {customer.optedOutAt && (
        <p className="flex items-center gap-2 text-sm text-warn">
          <BellOff aria-hidden size={16} className="shrink-0" />
          {t("optedOut")}
        </p>
      )}
      {children}
      <CustomerRatings customerId={customer.id} conversationId={props.conversationId} />
      <Section title={t("tasks")}>
        <CustomerTasks customerId={customer.id} conversationId={props.conversationId} />
      </Section>
      <Section title={t("fields.title")}>
        <CustomerFields customerId={customer.id} values={customer.fields} />
      </Section>
      <Section title={t("identities")}>
        <ul className="flex flex-col gap-2">
          {customer.identities.map((identity) => (
            <IdentityLine key={identity.id} identity={identity} />
          ))}
        </ul>
      </Section>
      <CustomerMerges customerId={customer.id} />
      <Section title={t("orders")}>
        <CustomerShopOrders orders={customer.shopOrders} />
      </Section>
      <Section title={t("timeline.title")}>
        <CustomerTimeline key={customer.id} customerId={customer.id} />
      </Section>
    </div>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 font-medium text-ink-faint text-xs">{title}</h3>
      {children}
    </section>
  );
}

function IdentityLine({ identity }: { identity: Identity }) {
  const t = useTranslations("customers");
  const format = useFormat();
  const Icon = icons[identity.kind];
  const { verifiedAt, verifiedBy } = identity;
  const by = verifiedBy ? t(`verifiedBy.${verifiedBy}`) : t("verified");
  const proof = verifiedAt && `${by} · ${format.date(verifiedAt)}`;
  return (
    <li className="flex items-center gap-2.5">
      <Icon aria-hidden size={16} className="shrink-0 text-ink-faint" />
      <span className="sr-only">{t(`identity.${identity.kind}`)}</span>
      <bdi dir="ltr" data-figure className="min-w-0 truncate">
        {identity.value}
      </bdi>
      {proof ? (
        <Tooltip label={proof}>
          <span className="inline-flex shrink-0 text-success">
            <BadgeCheck aria-hidden size={16} />
            <span className="sr-only">{proof}</span>
          </span>
        </Tooltip>
      ) : (
        <span className="shrink-0 text-ink-faint text-xs">{t("unverified")}</span>
      )}
    </li>
  );
}
