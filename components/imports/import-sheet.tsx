"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio";
import { Sheet } from "@/components/ui/sheet";
import { isBusy } from "@/server/imports/rules";
import type { Import, ImportMode } from "@/server/imports/schemas";
import { ChooseFile } from "./choose-file";
import { type ColumnChoice, ColumnMapping, missingColumns } from "./column-mapping";
import { ImportProgress } from "./import-progress";
import { ImportReport } from "./import-report";
import type { ImportWork } from "./use-import";

/**
 * Bringing in a file, whatever it holds: choose it, see which column was taken for which, try it, import it, read the
 * report, undo it. Left at any step, it is found again there.
 */
export function ImportSheet(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  work: ImportWork;
}) {
  const { work } = props;
  const t = useTranslations("imports");
  const { current } = work;
  const [choice, setChoice] = useState<{ id: string; columns: ColumnChoice } | null>(null);
  const [isMapping, setMapping] = useState(false);
  const [mode, setMode] = useState<ImportMode>("rows");
  /** The import whose end this reader has watched or asked for. */
  const [shown, setShown] = useState<string | null>(null);

  const step = stepOf(current, work, { isMapping, shown });
  // Whoever watched it run is shown what came of it.
  if (current && step === "working" && shown !== current.id) setShown(current.id);
  const columns = current && choice?.id === current.id ? choice.columns : (current?.columnMap ?? {});
  const again = () => {
    setShown(null);
    work.forgetFailure();
  };

  function close(isOpen: boolean) {
    if (!isOpen) {
      again();
      setMapping(false);
    }
    props.onOpenChange(isOpen);
  }

  const view: Record<typeof step, { body: ReactNode; footer?: ReactNode }> = {
    choose: { body: <ChooseFile work={work} onShowLast={() => setShown(current?.id ?? null)} /> },
    working: { body: current && <ImportProgress work={work} current={current} /> },
    map: {
      body: current && (
        <ColumnMapping
          current={current}
          choice={columns}
          onChoice={(next) => setChoice({ id: current.id, columns: next })}
          onSheet={(sheet) => {
            setChoice(null);
            work.chooseSheet(sheet);
          }}
        />
      ),
      footer: current && (
        <>
          <Button onClick={work.discard} disabled={work.isMoving}>
            {t(current.importedBeforeAt ? "twin.skip" : "checked.discard")}
          </Button>
          <Button
            variant="primary"
            loading={work.isMoving}
            disabled={missingColumns(current, columns).length > 0}
            onClick={() => {
              setMapping(false);
              work.check(columns);
            }}
          >
            {t("mapping.check")}
          </Button>
        </>
      ),
    },
    trial: {
      body: current && (
        <div className="flex flex-col gap-5">
          <ImportReport current={current} />
          {current.counts.rows.refused > 0 && <ModeChoice mode={mode} onMode={setMode} />}
        </div>
      ),
      footer: (
        <>
          <Button onClick={() => setMapping(true)} disabled={work.isMoving}>
            {t("checked.columns")}
          </Button>
          <Button variant="primary" loading={work.isMoving} onClick={() => work.start(mode)}>
            {t("checked.start")}
          </Button>
        </>
      ),
    },
    report: {
      body: current && <ImportReport current={current} />,
      footer: current && (
        <>
          {current.canUndo && <UndoButton work={work} current={current} />}
          <Button onClick={again}>{t("report.again")}</Button>
        </>
      ),
    },
  };
  return (
    <Sheet
      open={props.isOpen}
      onOpenChange={close}
      title={titleOf(t, work, step)}
      description={step === "choose" ? t(`targets.${work.target}.description`) : undefined}
      width="lg"
      footer={view[step].footer}
    >
      {work.failure && step !== "choose" && (
        <Notice tone="danger" className="mb-4">
          {work.failure}
        </Notice>
      )}
      {view[step].body}
    </Sheet>
  );
}

type Step = "choose" | "map" | "working" | "trial" | "report";

function stepOf(
  current: Import | null,
  work: ImportWork,
  { isMapping, shown }: { isMapping: boolean; shown: string | null },
): Step {
  if (!current || work.upload) return "choose";
  if (isBusy(current.state)) return "working";
  if (current.state === "ready" || (current.state === "checked" && isMapping)) return "map";
  if (current.state === "checked") return "trial";
  return shown === current.id ? "report" : "choose";
}

function titleOf(
  t: ReturnType<typeof useTranslations<"imports">>,
  { current, target }: ImportWork,
  step: Step,
): string {
  const name = current?.fileName ?? "";
  if (step === "trial") return t("report.checked", { name });
  if (step !== "report" || !current) return t(`targets.${target}.title`);
  if (current.state === "undone") return t("report.undone", { name });
  return current.state === "done" ? t("report.done", { name }) : name;
}

function ModeChoice({ mode, onMode }: { mode: ImportMode; onMode: (mode: ImportMode) => void }) {
  const t = useTranslations("imports.checked");
  return (
    <RadioGroup
      label={t("mode")}
      value={mode}
      onValueChange={onMode}
      items={[
        { value: "rows", label: t("rows"), hint: t("rowsHint") },
        { value: "whole", label: t("whole"), hint: t("wholeHint") },
      ]}
    />
  );
}

function UndoButton({ work, current }: { work: ImportWork; current: Import }) {
  const t = useTranslations("imports.report");
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("undo")}</Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("undoTitle", { name: current.fileName })}
        consequence={t("undoConsequence")}
        confirmLabel={t("undoConfirm")}
        onConfirm={() => work.undo().catch(() => {})}
      />
    </>
  );
}
