import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AppProviders } from "@/components/shell/app-providers";
import { ServiceWorker } from "@/components/shell/service-worker";
import { directionOf, isTheme, themeCookie } from "@/lib/i18n/locales";
import { Messages } from "@/lib/i18n/messages";
import { defaultTimeZone } from "@/lib/i18n/request";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("landing");
  return {
    title: { default: "Santral", template: "%s · Santral" },
    description: t("lead"),
    applicationName: "Santral",
    // Asked for without cookies: its language is part of its address.
    manifest: `/manifest.webmanifest?lang=${await getLocale()}`,
    icons: { apple: "/icons/apple-touch-icon.png" },
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#13110e" },
  ],
};

/** Language, direction and theme are on <html> from the first byte, so nothing flashes and nothing turns round. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar] = await Promise.all([getLocale(), cookies()]);
  const chosen = jar.get(themeCookie)?.value;
  const theme = isTheme(chosen) ? chosen : "system";
  const dir = directionOf(locale);
  return (
    <html lang={locale} dir={dir} data-theme={theme === "system" ? undefined : theme}>
      <body>
        <Messages domains={[]} timeZone={defaultTimeZone}>
          <AppProviders dir={dir} theme={theme}>
            {children}
            <ServiceWorker />
          </AppProviders>
        </Messages>
      </body>
    </html>
  );
}
