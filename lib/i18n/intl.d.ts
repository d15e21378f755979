import type { PanelMessages } from "./domains";
import type { Locale as SantralLocale } from "./locales";

declare module "next-intl" {
  interface AppConfig {
    Locale: SantralLocale;
    Messages: PanelMessages;
  }
}
