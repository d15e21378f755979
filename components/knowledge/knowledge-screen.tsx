"use client";

import { useQueryClient } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import Ellipsis from "lucide-react/icons/ellipsis";
import Plus from "lucide-react/icons/plus";
import Upload from "lucide-react/icons/upload";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ImportNotice } from "@/components/imports/import-notice";
import { useImport } from "@/components/imports/use-import";
import { useLive } from "@/components/live";
import { panelPath } from "@/components/shell/pages";
import { PanelPage } from "@/components/shell/panel-page";
import { useFeature, useTRPC, useTRPCClient, useWorkspace } from "@/components/trpc";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { lasting } from "@/components/ui/lasting";
import { Menu, MenuItem } from "@/components/ui/menu";
import { LinkTabs } from "@/components/ui/tabs";
import { toast } from "@/components/ui/toast";
import { downloadText } from "@/lib/files/download-text";
import { useFailure } from "./use-failure";
import { useKnowledgeAddress } from "./use-knowledge-address";

const FactsForm = dynamic(() => import("./facts-form").then((file) => file.FactsForm));
const SynonymsView = dynamic(() => import("./synonyms-view").then((file) => file.SynonymsView));
const FaqView = dynamic(() => import("./faq-view").then((file) => file.FaqView));
const ImportSheet = dynamic(
  lasting(() => import("@/components/imports/import-sheet").then((file) => file.ImportSheet)),
  { ssr: false },
);

/** What the agent answers from: questions with their answers, and facts. */
export function KnowledgeScreen() {
  const t = useTranslations("knowledge");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { slug, member } = useWorkspace();
  const address = useKnowledgeAddress();
  const [isImporting, setImporting] = useState(false);
  const mayChange = member.role !== "support" && member.role !== "analyst";
  const canImport = useFeature("imports");
  const work = useImport("faq", mayChange);
  useLive(["faq/", "fact/"], () => void cache.invalidateQueries({ queryKey: trpc.knowledge.pathKey() }));

  const isFaq = address.view === "faq";
  const path = panelPath(slug, "knowledge");
  const add = mayChange && (
    <Button variant="primary" icon={<Plus aria-hidden size={16} />} onClick={() => address.open("new")}>
      {t("faq.add")}
    </Button>
  );
  return (
    <PanelPage
      title={t("title")}
      description={t("lead")}
      action={
        isFaq && (
          <>
            <FileMenu mayImport={mayChange && canImport} onImport={() => setImporting(true)} />
            {add}
          </>
        )
      }
    >
      <LinkTabs
        label={t("views.label")}
        items={[
          { href: path, label: t("views.faq"), active: isFaq },
          { href: `${path}?view=facts`, label: t("views.facts"), active: address.view === "facts" },
          {
            href: `${path}?view=synonyms`,
            label: t("views.synonyms"),
            active: address.view === "synonyms",
          },
        ]}
      />
      {isFaq && !isImporting && <ImportNotice work={work} onShow={() => setImporting(true)} />}
      {isFaq ? (
        <FaqView address={address} mayChange={mayChange} add={add} />
      ) : address.view === "facts" ? (
        <FactsForm mayChange={mayChange} />
      ) : (
        <SynonymsView mayChange={mayChange} />
      )}
      {mayChange && <ImportSheet isOpen={isImporting} onOpenChange={setImporting} work={work} />}
    </PanelPage>
  );
}

function FileMenu({ mayImport, onImport }: { mayImport: boolean; onImport: () => void }) {
  const t = useTranslations("knowledge.faq");
  const client = useTRPCClient();
  const describe = useFailure();
  async function download() {
    try {
      const { fileName, csv } = await client.knowledge.export.query();
      downloadText(fileName, csv);
    } catch (error) {
      toast.failed(describe(error));
    }
  }
  return (
    <Menu
      trigger={<IconButton label={t("more")} variant="secondary" icon={<Ellipsis aria-hidden size={16} />} />}
    >
      {mayImport && (
        <MenuItem icon={<Upload aria-hidden size={16} />} onSelect={onImport}>
          {t("import")}
        </MenuItem>
      )}
      <MenuItem icon={<Download aria-hidden size={16} />} onSelect={() => void download()}>
        {t("export")}
      </MenuItem>
    </Menu>
  );
}
