"use client";

import LoaderCircle from "lucide-react/icons/loader-circle";
import LogOut from "lucide-react/icons/log-out";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useLasting } from "@/components/ui/use-lasting";
import { useLiveState } from "./use-live";

/** A lost line is often back before a reader would notice; only what lasts is said. */
const patienceMs = 1_500;

/** Says that what is shown may be old, and why; nothing while the line stands. */
export function LiveBanner() {
  const t = useTranslations("live");
  const { state, retry } = useLiveState();
  const isAway = useLasting(state === "away", patienceMs);
  if (state === "ended") {
    return (
      <div role="alert" className="flex items-center gap-3 bg-danger-soft px-4 py-2 text-danger text-sm">
        <LogOut aria-hidden size={16} className="shrink-0 flip-rtl" />
        <p className="min-w-0 flex-1">{t("ended")}</p>
        <Button size="sm" onClick={() => window.location.assign(signInAgain())}>
          {t("signIn")}
        </Button>
      </div>
    );
  }
  if (!isAway) return null;
  return (
    <div
      role="status"
      data-says-away
      className="flex items-center gap-3 bg-warn-soft px-4 py-2 text-sm text-warn"
    >
      <LoaderCircle aria-hidden size={16} className="shrink-0 animate-spin" />
      <p className="min-w-0 flex-1">{t("away")}</p>
      <Button size="sm" onClick={retry}>
        {t("retry")}
      </Button>
    </div>
  );
}

/** The way in, and back to where the reader is. */
const signInAgain = () =>
  `/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
