"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/**
 * The way into the demo for somebody who has signed in: from the first steps, or from the switch of workspaces.
 *
 * @param explore makes them a member and says where to begin; null where there is no demo
 */
export function ExploreDemo({ explore }: { explore: () => Promise<{ slug: string } | null> }) {
  const t = useTranslations("demo");
  const [isBusy, setIsBusy] = useState(false);
  async function go() {
    setIsBusy(true);
    // A server that does not answer is told like a demo that is not there.
    const begin = await explore().catch(() => null);
    if (begin) {
      window.location.assign(`/w/${begin.slug}/insight`);
      return;
    }
    toast.failed(t("explore.failed"));
    setIsBusy(false);
  }
  return (
    <Button onClick={go} disabled={isBusy}>
      {t("explore.action")}
    </Button>
  );
}
