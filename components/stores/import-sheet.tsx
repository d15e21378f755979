"use client";

import Download from "lucide-react/icons/download";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Sheet } from "@/components/ui/sheet";
import { maxImportBytes, shopOrderColumns } from "@/server/stores/rules";
import { ImportReport } from "./import-report";
import { downloadSample } from "./sample-file";
import type { OrderImport } from "./use-import";

/** Takes a file of shop orders, shows how far it is, and then what became of each row. */
export function ImportSheet(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  orders: OrderImport;
}) {
  const t = useTranslations("stores.import");
  const { state, isRunning, failure } = props.orders;
  const [wantsReport, setWantsReport] = useState(false);
  const report = state?.report;
  const showsReport = report && !isRunning && !failure && wantsReport;

  return (
    <Sheet
      open={props.isOpen}
      onOpenChange={(isOpen) => {
        if (!isOpen) {
          setWantsReport(false);
          props.orders.reset();
        }
        props.onOpenChange(isOpen);
      }}
      title={showsReport ? t("done", { name: state.fileName }) : t("title")}
      description={showsReport ? undefined : t("description")}
      width="lg"
      footer={showsReport ? <Button onClick={() => setWantsReport(false)}>{t("again")}</Button> : undefined}
    >
      {isRunning ? (
        <ImportProgress orders={props.orders} onShown={() => setWantsReport(true)} />
      ) : showsReport ? (
        <ImportReport report={report} />
      ) : (
        <div className="flex flex-col gap-5">
          {failure && <Notice tone="danger">{failure}</Notice>}
          {!failure && state?.failed && wantsReport && <Notice tone="danger">{t("failed")}</Notice>}
          <FileDrop
            label={t("file")}
            hint={t("hint")}
            accept=".csv,.txt,text/csv,text/plain"
            maxBytes={maxImportBytes}
            onFile={(file) => {
              setWantsReport(true);
              props.orders.start(file);
            }}
          />
          <div className="flex flex-wrap gap-2">
            <Button icon={<Download aria-hidden size={16} />} onClick={downloadSample}>
              {t("sample")}
            </Button>
            {report && (
              <Button onClick={() => setWantsReport(true)}>{t("last", { name: state.fileName })}</Button>
            )}
          </div>
          <Columns />
        </div>
      )}
    </Sheet>
  );
}

/** How far the running import is; it goes on without this page. */
export function ImportProgress({ orders, onShown }: { orders: OrderImport; onShown?: () => void }) {
  const t = useTranslations("stores.import");
  const tell = useEffectEvent(() => onShown?.());
  // Whoever watched it run is shown what came of it.
  useEffect(() => tell(), []);
  const { state } = orders;
  return (
    <div className="flex flex-col gap-2">
      <Progress
        label={t("running", { name: state?.fileName ?? "…" })}
        value={state?.share ?? null}
        showValue
      />
      <p className="text-ink-muted text-sm" aria-live="polite">
        {t("rowsRead", { count: state?.rowsRead ?? 0 })} {t("leave")}
      </p>
    </div>
  );
}

function Columns() {
  const t = useTranslations("stores");
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">{t("import.columns")}</h3>
      <ul className="grid grid-cols-1 gap-x-4 gap-y-1 text-sm sm:grid-cols-2">
        {shopOrderColumns.map((column) => (
          <li key={column} className="flex justify-between gap-2 border-line border-b py-1">
            <span>{t(`fields.${column}`)}</span>
            <code className="text-ink-faint">{column}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
