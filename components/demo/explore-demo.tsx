"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/**
 * The way into the demo for somebody who has signed in.
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
    <section
      aria-labelledby="explore"
      className="flex flex-wrap items-center gap-x-6 gap-y-3 border-line border-t pt-6"
    >
      <div className="min-w-0 flex-1 basis-64">
        <h2 id="explore" className="font-semibold">
          {t("explore.title")}
        </h2>
        <p className="text-ink-muted">{t("explore.lead")}</p>
      </div>
      <Button size="lg" onClick={go} loading={isBusy}>
        {t("explore.action")}
      </Button>
    </section>
  );
}
