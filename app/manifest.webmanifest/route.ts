import { getTranslations } from "next-intl/server";
import { defaultLocale, directionOf, isLocale } from "@/lib/i18n/locales";

/**
 * What the browser installs. The page that links it says in which language, since a manifest is asked for without the
 * reader's cookies.
 */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams.get("lang");
  const lang = isLocale(asked) ? asked : defaultLocale;
  const t = await getTranslations({ locale: lang, namespace: "offline" });
  const manifest = {
    id: "/",
    name: "Santral",
    short_name: "Santral",
    description: t("app.description"),
    lang,
    dir: directionOf(lang),
    start_url: "/?from=app",
    scope: "/",
    display: "standalone",
    background_color: "#faf9f6",
    theme_color: "#faf9f6",
    icons: [
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
  return Response.json(manifest, {
    headers: { "content-type": "application/manifest+json", "cache-control": "public, max-age=3600" },
  });
}
