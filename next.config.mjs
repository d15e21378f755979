import createNextIntlPlugin from "next-intl/plugin";
import { assetPolicy, documentHeaders } from "./lib/security-headers.mjs";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

const toList = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }));

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The checks run tsc by themselves, on everything and not only on what a page imports.
  typescript: { ignoreBuildErrors: true },
  // They find files of their own beside their code, which a bundle would lose.
  serverExternalPackages: ["inngest", "pino", "postgres", "sharp"],
  // What the service worker of this build is told apart by (scripts/lib/build.ts gives the hash of the sources).
  env: { SANTRAL_BUILD: process.env.SANTRAL_BUILD ?? "unnamed" },
  // A page that cannot be fetched is waited for: the browser would leave this one, and what is half-written in it.
  experimental: { useOffline: true },
  // One process on the local address: the browser asks by either of its names.
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  // A page's own policy is set by proxy.ts, which comes after these.
  async headers() {
    return [
      { source: "/:path*", headers: toList(documentHeaders()) },
      { source: "/_next/:path*", headers: toList({ "content-security-policy": assetPolicy }) },
      // A worker lives under its own file's policy: this one fetches the build's files and pages.
      {
        source: "/sw.js",
        headers: toList({ "content-security-policy": assetPolicy, "cache-control": "no-cache" }),
      },
    ];
  },
};

export default withNextIntl(config);
