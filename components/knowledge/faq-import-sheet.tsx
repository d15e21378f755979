"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/components/trpc";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { FileDrop } from "@/components/ui/file-drop";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { Sheet } from "@/components/ui/sheet";
import { decodeText } from "@/lib/csv/decode-text";
import { writeCsv } from "@/lib/csv/write-csv";
import { downloadText } from "@/lib/files/download-text";
import { useFormat } from "@/lib/format/use-format";
import { maxFaqFileBytes } from "@/server/knowledge/rules";
import type { FaqImportReport, FaqImportRow } from "@/server/knowledge/schemas";
import { useFailure } from "./use-failure";

const sample = writeCsv(
  ["question", "answer", "language", "tags"],
  [
    ["Kapıda ödeme var mı?", "Evet, nakit ya da kartla ödeyebilirsiniz.", "tr", "ödeme"],
    ["Can I pay on delivery?", "Yes, in cash or by card.", "en", "payment|delivery"],
  ],
);

/** Takes a file of questions and says what became of each row. */
export function FaqImportSheet(props: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const t = useTranslations("knowledge.import");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const describe = useFailure();
  const begin = useMutation(
    trpc.knowledge.import.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: trpc.knowledge.pathKey() }),
    }),
  );
  async function start(file: File) {
    begin.mutate({ csv: decodeText(new Uint8Array(await file.arrayBuffer())) });
  }
  return (
    <Sheet
      open={props.isOpen}
      onOpenChange={(isOpen) => {
        if (!isOpen) begin.reset();
        props.onOpenChange(isOpen);
      }}
      title={t("title")}
      description={t("description")}
      width="lg"
      footer={begin.data && <Button onClick={() => begin.reset()}>{t("again")}</Button>}
    >
      {begin.isPending ? (
        <Progress label={t("running")} value={null} />
      ) : begin.data ? (
        <Report report={begin.data} />
      ) : (
        <div className="flex flex-col gap-5">
          {begin.isError && <Notice tone="danger">{describe(begin.error)}</Notice>}
          <FileDrop
            label={t("file")}
            hint={t("hint")}
            accept=".csv,.txt,text/csv,text/plain"
            maxBytes={maxFaqFileBytes}
            onFile={(file) => void start(file)}
          />
          <Button
            icon={<Download aria-hidden size={16} />}
            onClick={() => downloadText("ornek-sorular.csv", sample)}
            className="self-start"
          >
            {t("sample")}
          </Button>
        </div>
      )}
    </Sheet>
  );
}

const tones: Record<FaqImportRow["outcome"], Tone> = {
  imported: "success",
  updated: "accent",
  unchanged: "neutral",
  skipped: "warn",
};

function Report({ report }: { report: FaqImportReport }) {
  const t = useTranslations("knowledge.import");
  const format = useFormat();
  const columns: Column<FaqImportRow>[] = [
    { key: "row", header: t("row"), width: "4.5rem", align: "end", cell: ({ row }) => format.number(row) },
    {
      key: "question",
      header: t("question"),
      cell: ({ question }) => <span className="block truncate">{question}</span>,
    },
    {
      key: "outcome",
      header: t("outcome"),
      width: "7rem",
      cell: ({ outcome }) => <Badge tone={tones[outcome]}>{t(`outcomes.${outcome}`)}</Badge>,
    },
    { key: "what", header: t("what"), cell: ({ problem }) => problem && <Problem problem={problem} /> },
  ];
  return (
    <div className="flex flex-col gap-4">
      {report.stoppedAt && (
        <Notice tone="warn" title={t("stopped")}>
          {t("stoppedAt", { row: report.stoppedAt.row })}
        </Notice>
      )}
      <ul className="flex flex-wrap gap-2">
        {(["imported", "updated", "unchanged", "skipped"] as const).map((outcome) => (
          <li key={outcome}>
            <Badge tone={report.counts[outcome] > 0 ? tones[outcome] : "neutral"}>
              {t(`outcomes.${outcome}`)} <span data-figure>{format.number(report.counts[outcome])}</span>
            </Badge>
          </li>
        ))}
      </ul>
      <DataTable
        label={t("rows")}
        columns={columns}
        rows={report.rows}
        rowKey={(row) => String(row.row)}
        maxHeight="calc(100dvh - 18rem)"
        empty={null}
      />
    </div>
  );
}

function Problem({ problem }: { problem: NonNullable<FaqImportRow["problem"]> }) {
  const t = useTranslations("knowledge.import.problems");
  const { code, column, value } = problem;
  return (
    <span className="whitespace-normal text-sm">{t(code, { column: column ?? "", value: value ?? "" })}</span>
  );
}
