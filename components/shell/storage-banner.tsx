import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

/** Above every page while the disk is full; drawn by the server, which tells the frame when it changes. */
export function StorageBanner() {
  const t = useTranslations("common");
  return (
    <Notice tone="danger" className="rounded-none">
      {t("storageFull")}
    </Notice>
  );
}
