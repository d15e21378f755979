"use client";

import Globe from "lucide-react/icons/globe";
import { useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { localeNames } from "@/lib/i18n/locales";
import { PreferenceItems, usePreferences } from "./preferences";

/** Language and theme for pages outside the panel. */
export function PreferenceMenu() {
  const t = useTranslations("common");
  const { locale } = usePreferences();
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`${localeNames[locale]}, ${t("language")}, ${t("theme.label")}`}
          className={buttonClass("ghost", "md")}
        >
          <Globe aria-hidden size={16} />
          {localeNames[locale]}
        </button>
      }
    >
      <PreferenceItems />
    </Menu>
  );
}
