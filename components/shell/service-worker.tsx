"use client";

import { useLocale } from "next-intl";
import { useEffect } from "react";

// biome-ignore lint/style/noProcessEnv: constants of the build, which the bundler puts here.
const build = process.env.NODE_ENV === "production" ? process.env.SANTRAL_BUILD : undefined;

/**
 * Registers the service worker (public/sw.js) once the page is done with its own work; not in development, where files
 * change under their names.
 */
export function ServiceWorker() {
  const locale = useLocale();
  useEffect(() => {
    if (!build || !("serviceWorker" in navigator)) return;
    const register = () =>
      void navigator.serviceWorker
        .register(`/sw.js?build=${build}&lang=${locale}`, { updateViaCache: "none" })
        // A browser that will not have one (a private window) works without.
        .catch(() => {});
    if (document.readyState === "complete") register();
    else window.addEventListener("load", register, { once: true });
    return () => window.removeEventListener("load", register);
  }, [locale]);
  return null;
}
