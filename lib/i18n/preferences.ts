import { type Locale, localeCookie, type Theme, themeCookie } from "./locales";

const yearInSeconds = 31_536_000;

/** Remembers the language in this browser; the next render speaks it. */
export function rememberLocale(locale: Locale): void {
  remember(localeCookie, locale);
}

/** Remembers the theme in this browser and shows it at once. */
export function rememberTheme(theme: Theme): void {
  remember(themeCookie, theme);
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
}

function remember(name: string, value: string): void {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we serve.
  document.cookie = `${name}=${value}; Path=/; Max-Age=${yearInSeconds}; SameSite=Lax${secure}`;
}
