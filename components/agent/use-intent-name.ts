"use client";

import { useTranslations } from "next-intl";

/** The words of an intent: the workspace's own name, the product's, or the code of a newer edition as it is. */
export function useIntentName(
  own: readonly { intent: string; name: string | null }[] | undefined,
): (intent: string) => string {
  const t = useTranslations("agent");
  return (intent) => {
    const named = own?.find((one) => one.intent === intent)?.name;
    if (named) return named;
    if (intent.startsWith("own_")) return t("teach.own.gone");
    return t.has(`intents.${intent}` as never) ? t(`intents.${intent}` as never) : intent;
  };
}
