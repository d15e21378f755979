"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Contact from "lucide-react/icons/contact";
import Download from "lucide-react/icons/download";
import Upload from "lucide-react/icons/upload";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useFields } from "@/components/fields/use-fields";
import { ImportNotice } from "@/components/imports/import-notice";
import { useImport } from "@/components/imports/use-import";
import { useLive } from "@/components/live";
import { PanelPage } from "@/components/shell/panel-page";
import { errorCode, useFeature, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { SearchInput } from "@/components/ui/input";
import { lasting } from "@/components/ui/lasting";
import { Sheet } from "@/components/ui/sheet";
import { EmptyState, ForbiddenState } from "@/components/ui/states";
import { useFormat } from "@/lib/format/use-format";
import type { FoundCustomer } from "@/server/customers/schemas";
import { useCustomerAddress } from "./use-customer-address";

const ImportSheet = dynamic(
  lasting(() => import("@/components/imports/import-sheet").then((file) => file.ImportSheet)),
  { ssr: false },
);
const FieldFilters = dynamic(
  lasting(() => import("./field-filters").then((file) => file.FieldFilters)),
  {
    ssr: false,
  },
);
const CustomerPanel = dynamic(
  lasting(() => import("./customer-panel").then((file) => file.CustomerPanel)),
  {
    ssr: false,
  },
);

/** The workspace's customers: the newest, finding one, and bringing in a file. */
export function CustomersScreen() {
  const t = useTranslations("imports");
  const format = useFormat();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { slug, member } = useWorkspace();
  const mayImport = member.role !== "support" && member.role !== "analyst";
  const canImport = useFeature("imports");
  const work = useImport("customers", mayImport);
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(typed).trim();
  const [isImporting, setImporting] = useState(false);
  const own = useTranslations("customers");
  const locale = useLocale();
  const { active: fields } = useFields();
  const { customerId, filters: asked, open, narrow } = useCustomerAddress();
  // A link may name a field that has gone since.
  const filters = asked.filter(({ fieldId }) => fields.some(({ id }) => id === fieldId));
  const wanted = { ...(q.length >= 2 ? { q } : {}), ...(filters.length > 0 ? { fields: filters } : {}) };
  const isFiltered = Object.keys(wanted).length > 0;
  const found = useQuery(
    trpc.customers.find.queryOptions({ limit: 50, ...wanted }, { placeholderData: (previous) => previous }),
  );
  useLive(["customer/"], () => void cache.invalidateQueries({ queryKey: trpc.customers.pathKey() }));

  if (errorCode(found.error) === "PERMISSION_DENIED") {
    return (
      <PanelPage title={t("customersPage.title")}>
        <ForbiddenState />
      </PanelPage>
    );
  }
  const importButton = mayImport && canImport && (
    <Button variant="primary" icon={<Upload aria-hidden size={16} />} onClick={() => setImporting(true)}>
      {t("targets.customers.action")}
    </Button>
  );
  const exported = new URLSearchParams({
    workspace: slug,
    lang: locale,
    ...(wanted.q ? { q: wanted.q } : {}),
    ...(wanted.fields ? { fields: JSON.stringify(wanted.fields) } : {}),
  });
  const clear = () => {
    setTyped("");
    narrow([]);
  };
  const columns: Column<FoundCustomer>[] = [
    { key: "name", header: t("customersPage.name"), cell: ({ name }) => <bdi>{name}</bdi> },
    {
      key: "since",
      header: t("customersPage.since"),
      width: "10rem",
      cell: ({ createdAt }) => format.date(createdAt),
    },
  ];
  return (
    <PanelPage
      title={t("customersPage.title")}
      description={t("customersPage.lead")}
      action={importButton}
      filters={
        <>
          <SearchInput
            label={t("customersPage.search")}
            value={typed}
            onValueChange={setTyped}
            className="w-full sm:w-96"
          />
          <FieldFilters fields={fields} filters={filters} onChange={narrow} />
          {mayImport && (
            <Button
              href={`/api/customers/export?${exported}`}
              prefetch={false}
              download
              icon={<Download aria-hidden size={16} />}
            >
              {own("export.action")}
            </Button>
          )}
        </>
      }
    >
      {!isImporting && <ImportNotice work={work} onShow={() => setImporting(true)} />}
      <DataTable
        label={t("customersPage.table")}
        columns={columns}
        rows={found.data ?? []}
        rowKey={({ id }) => id}
        onOpen={({ id }) => open(id)}
        currentKey={customerId}
        state={
          found.isPending
            ? "loading"
            : found.isError && !found.data
              ? { error: true, onRetry: () => void found.refetch() }
              : undefined
        }
        empty={
          isFiltered ? (
            <EmptyState
              title={t("customersPage.noMatch")}
              hint={t("customersPage.noMatchHint")}
              action={<Button onClick={clear}>{t("customersPage.clear")}</Button>}
            />
          ) : (
            <EmptyState
              icon={<Contact aria-hidden size={20} />}
              title={t("customersPage.empty")}
              hint={t("customersPage.emptyHint")}
              action={importButton}
            />
          )
        }
      />
      <Sheet
        open={customerId !== null}
        onOpenChange={(isOpen) => !isOpen && open(null)}
        title={t("customersPage.opened")}
      >
        {customerId && <CustomerPanel customerId={customerId} />}
      </Sheet>
      {mayImport && <ImportSheet isOpen={isImporting} onOpenChange={setImporting} work={work} />}
    </PanelPage>
  );
}
