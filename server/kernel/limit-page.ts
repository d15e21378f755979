import { hash } from "node:crypto";
import type { DoorRequest, DoorResponse } from "@/lib/door";
import { chooseLocale, directionOf, localeCookie } from "@/lib/i18n/locales";
import en from "@/messages/en/common.json";
import tr from "@/messages/tr/common.json";

const texts: Record<string, string> = { tr: tr.limited, en: en.limited };
const style =
  "body{font:16px/1.5 system-ui;display:grid;place-items:center;min-height:90vh;margin:0 1.5rem}p{max-width:28rem}";
const policy = `default-src 'none'; style-src 'sha256-${hash("sha256", style, "base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What a reader sees whose pages are refused for their number; it asks again by itself when it may. */
export function limitPage(
  request: DoorRequest,
  retryAfterS: number,
  headers: Record<string, string>,
): DoorResponse {
  const chosen = request.header("cookie")?.match(`${localeCookie}=([a-z]{2})`)?.[1];
  const locale = chooseLocale(chosen, request.header("accept-language"));
  const spoken = texts[locale] ? locale : "en";
  const text = texts[spoken]!.replace("{seconds}", String(retryAfterS));
  return {
    status: 429,
    headers: {
      ...headers,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      refresh: String(retryAfterS),
    },
    body:
      `<!doctype html><html lang="${spoken}" dir="${directionOf(spoken)}"><meta charset="utf-8">` +
      '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">' +
      `<title>Santral</title><style>${style}</style><p>${text}</p>`,
  };
}
