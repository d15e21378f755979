"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import FileUp from "lucide-react/icons/file-up";
import Sparkles from "lucide-react/icons/sparkles";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFeature, useTRPC, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { lasting } from "@/components/ui/lasting";
import { toast } from "@/components/ui/toast";

const FileImport = dynamic(
  lasting(() => import("./file-import").then((module) => module.FileImport)),
  {
    ssr: false,
  },
);

const targets = { knowledge: "faq", orders: "shopOrders" } as const;
const screens = { knowledge: "knowledge", orders: "stores", facts: "knowledge?view=facts" } as const;

/** What the agent answers from: samples at once, a file, or the screen where it is written. */
export function KnowledgeStep(props: {
  step: "knowledge" | "orders" | "facts";
  mayAct: boolean;
  onDone: () => void;
}) {
  const t = useTranslations("start.steps");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { slug } = useWorkspace();
  const { step } = props;
  const canImport = useFeature("imports");
  const [isImporting, setImporting] = useState(false);
  const [hasImported, setImported] = useState(false);
  const load = useMutation(
    trpc.start.loadSamples.mutationOptions({
      onError: () => toast.failed(t("samples.failed"), { detail: t("samples.failedHint") }),
      async onSuccess() {
        toast.done(t("samples.done"));
        await queryClient.invalidateQueries({ queryKey: trpc.start.checklist.queryKey() });
        props.onDone();
      },
    }),
  );
  if (!props.mayAct) return null;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          icon={<Sparkles aria-hidden size={16} />}
          loading={load.isPending}
          onClick={() => load.mutate()}
        >
          {t("samples.action")}
        </Button>
        {step !== "facts" && canImport && (
          <Button
            icon={<FileUp aria-hidden size={16} />}
            onClick={() => {
              setImporting(true);
              setImported(true);
            }}
          >
            {t("fromFile")}
          </Button>
        )}
        <Button href={`/w/${slug}/${screens[step]}`}>{t(`${step}.write`)}</Button>
      </div>
      <p className="text-ink-faint text-sm">{t("samples.hint")}</p>
      {hasImported && step !== "facts" && (
        <FileImport target={targets[step]} isOpen={isImporting} onOpenChange={setImporting} />
      )}
    </>
  );
}
