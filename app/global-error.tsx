"use client";

import { useEffect, useState } from "react";
import { buttonClass } from "@/components/ui/button-class";
import { ErrorState } from "@/components/ui/states";
import type { PanelMessages } from "@/lib/i18n/domains";
import {
  defaultLocale,
  directionOf,
  isLocale,
  isTheme,
  type Locale,
  localeCookie,
  themeCookie,
} from "@/lib/i18n/locales";
import { MessagesProvider } from "@/lib/i18n/messages-provider";
import ar from "@/messages/ar/failure.json";
import en from "@/messages/en/failure.json";
import ru from "@/messages/ru/failure.json";
import tr from "@/messages/tr/failure.json";
import "./globals.css";

/** All four at hand: where the frame itself fails, nothing more can be asked of the server. */
const texts: Record<Locale, typeof tr> = { tr, en, ru, ar };

/**
 * The frame around every page failed to draw, so this is a page of its own. It takes the reader's language and theme
 * from the page that was there; the way home is a whole new load.
 */
export default function FrameError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const [before, setBefore] = useState<{ locale: Locale; theme?: string }>({ locale: defaultLocale });
  // After the first drawing, which has to be the server's: a page that failed there has nothing before it.
  useEffect(() => setBefore(readPageBefore()), []);
  const { locale, theme } = before;
  return (
    <html lang={locale} dir={directionOf(locale)} data-theme={theme}>
      <body>
        <title>{texts[locale].title}</title>
        <MessagesProvider locale={locale} messages={{ failure: texts[locale] } as PanelMessages}>
          <main className="flex min-h-dvh items-center justify-center">
            <ErrorState
              reference={error.digest}
              onRetry={reset}
              action={
                <a href="/" className={buttonClass("ghost")}>
                  {texts[locale].home}
                </a>
              }
            />
          </main>
        </MessagesProvider>
      </body>
    </html>
  );
}

function readPageBefore() {
  const cookie = (name: string) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1];
  const candidates = [cookie(localeCookie), ...navigator.languages.map((tag) => tag.split("-")[0])];
  const theme = cookie(themeCookie);
  return {
    locale: candidates.find(isLocale) ?? defaultLocale,
    theme: isTheme(theme) && theme !== "system" ? theme : undefined,
  };
}
