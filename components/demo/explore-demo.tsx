"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/**
 * The way into the demo for somebody who has signed in: from the first steps, or from the switch of workspaces.
 *
 * @param explore makes them a member and says where to begin
 */
export function ExploreDemo({ explore }: { explore: () => Promise<{ slug: string }> }) {
  const t = useTranslations("demo");
  const [isBusy, setIsBusy] = useState(false);
  async function go() {
    setIsBusy(true);
    try {
      const { slug } = await explore();
      window.location.assign(`/w/${slug}/insight`);
    } catch {
      toast.failed(t("explore.failed"));
      setIsBusy(false);
    }
  }
  return (
    <Button onClick={go} disabled={isBusy}>
      {t("explore.action")}
    </Button>
  );
}
