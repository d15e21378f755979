"use client";

import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { NewEmbed } from "@/server/reports/schemas";

/** The link and the code for a site, shown this once. */
export function MadeEmbed({ made, onClose }: { made: NewEmbed | null; onClose: () => void }) {
  const t = useTranslations("reports");
  const locale = useLocale();
  const link = made ? `${made.url}?lang=${locale}` : "";
  const title =
    made?.embed.title.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;") ?? "";
  const snippet = `<iframe src="${link}" title="${title}" width="100%" height="520" style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>`;
  return (
    <Dialog
      open={made !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("made.title")}
      keepOpen
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("made.done")}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice>{t("made.once")}</Notice>
        <div className="flex min-w-0 flex-col gap-1">
          <p className="font-medium text-sm">{t("made.link")}</p>
          <CopyButton value={link} label={t("made.link")} showValue />
        </div>
        {made && made.embed.origins.length > 0 && (
          <div className="flex min-w-0 flex-col gap-1">
            <p className="font-medium text-sm">{t("made.snippet")}</p>
            <CopyButton value={snippet} label={t("made.snippet")} showValue />
          </div>
        )}
      </div>
    </Dialog>
  );
}
