import { type DoorCore, type DoorRequest, type DoorResponse, json } from "@/lib/door";
import { chooseLocale, isTheme } from "@/lib/i18n/locales";
import { countGuess, refuseGuesser } from "@/server/kernel";
import { type EmbedLook, writeEmbedPage, writePlainPage } from "./embed-page";
import { pageStyleHash } from "./embed-style";
import { readEmbed } from "./read-embed";

const prefix = "/embed/";
const possibleToken = /^[A-Za-z0-9_-]{32}$/;

/**
 * `GET /embed/<token>?lang=&theme=`: the figures that a link shows, as a page without a script that only the sites named
 * with it may frame. Whoever tries tokens is held back; what has ended says so.
 */
export const embedCore: DoorCore = (request) => (request.path.startsWith(prefix) ? answer(request) : null);

async function answer(request: DoorRequest): Promise<DoorResponse> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return json(405, { error: { code: "METHOD_NOT_ALLOWED", message: "Only GET." } }, { allow: "GET, HEAD" });
  }
  const refusal = refuseGuesser(request, "embed tokens");
  if (refusal) return refusal;
  const look = lookOf(request);
  const token = request.path.slice(prefix.length);
  const embed = possibleToken.test(token) ? await readEmbed(token) : null;
  if (!embed) {
    return countGuess(request, "embed tokens") ?? page(404, await writePlainPage("unknown", look), []);
  }
  if (embed.state !== "live") return page(410, await writePlainPage(embed.state, look), embed.origins);
  return page(200, await writeEmbedPage(embed, look), embed.origins);
}

function lookOf(request: DoorRequest): EmbedLook {
  const theme = request.query.get("theme");
  return {
    locale: chooseLocale(request.query.get("lang") ?? undefined, request.header("accept-language")),
    theme: isTheme(theme ?? undefined) ? (theme as EmbedLook["theme"]) : "system",
  };
}

function page(status: number, body: string, origins: readonly string[]): DoorResponse {
  const ancestors = origins.length > 0 ? origins.join(" ") : "'none'";
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      // Nothing in it runs or loads; its one style is known by its hash.
      "content-security-policy":
        `default-src 'none'; style-src '${pageStyleHash}'; base-uri 'none'; form-action 'none'; ` +
        `frame-ancestors ${ancestors}`,
      // Left out where some may frame it: who, the policy says.
      ...(origins.length > 0 && { "x-frame-options": "", "cross-origin-resource-policy": "cross-origin" }),
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow",
    },
    body,
  };
}
