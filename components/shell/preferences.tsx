"use client";

import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useState } from "react";
import { MenuRadioGroup } from "@/components/ui/menu";
import { type Locale, localeNames, locales, type Theme, themes } from "@/lib/i18n/locales";
import { rememberLocale, rememberTheme } from "@/lib/i18n/preferences";
import { refreshWhenServing } from "./refresh";

const ThemeContext = createContext<{ theme: Theme; setTheme: (theme: Theme) => void }>({
  theme: "system",
  setTheme: rememberTheme,
});

/** Knows the theme the server drew with; the one on <html> decides what is seen. */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setTheme] = useState(initial);
  return (
    <ThemeContext
      value={{
        theme,
        setTheme(next) {
          setTheme(next);
          rememberTheme(next);
        },
      }}
    >
      {children}
    </ThemeContext>
  );
}

/** The reader's language and theme, and the ways to change them. A language change redraws the page in place. */
export function usePreferences() {
  const locale = useLocale();
  const router = useRouter();
  const { theme, setTheme } = useContext(ThemeContext);
  return {
    locale,
    theme,
    setTheme,
    setLocale(next: Locale) {
      rememberLocale(next);
      void refreshWhenServing(router);
    },
  };
}

export const themeIcons: Record<Theme, ReactNode> = {
  system: <Monitor aria-hidden size={16} />,
  light: <Sun aria-hidden size={16} />,
  dark: <Moon aria-hidden size={16} />,
};

/** Language and theme as groups of a menu. */
export function PreferenceItems() {
  const t = useTranslations("common");
  const { locale, theme, setLocale, setTheme } = usePreferences();
  return (
    <>
      <MenuRadioGroup
        label={t("language")}
        value={locale}
        onValueChange={setLocale}
        items={locales.map((value) => ({ value, label: localeNames[value], lang: value }))}
      />
      <MenuRadioGroup
        label={t("theme.label")}
        value={theme}
        onValueChange={setTheme}
        items={themes.map((value) => ({ value, label: t(`theme.${value}`), icon: themeIcons[value] }))}
      />
    </>
  );
}
