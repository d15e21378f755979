import { type DoorCore, type DoorResponse, json } from "@/lib/door";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { framedPolicy } from "@/lib/security-headers.mjs";
import { type MailTemplate, purposeOf } from "./rules";

const path = "/dev/mail/preview";

/** `GET /dev/mail/preview?template=…&locale=…&part=…`: every mail as it would go out, for those who build them. */
export function createMailPreviewCore(): DoorCore {
  return (request) => {
    if (request.path !== path) return null;
    const [template, locale] = [request.query.get("template") ?? "", request.query.get("locale")];
    if (!Object.hasOwn(purposeOf, template) || !isLocale(locale)) {
      return Promise.resolve(json(404, { error: "No such template, or no such language." }));
    }
    return show(template as MailTemplate, locale, request.query.get("part") === "text");
  };
}

async function show(template: MailTemplate, locale: Locale, isText: boolean): Promise<DoorResponse> {
  const [{ renderMail }, { exampleOf }] = await Promise.all([
    import("./templates/render-mail"),
    import("./templates/examples"),
  ]);
  const { html, text, pictures } = await renderMail(template, exampleOf(template, locale), {
    locale,
    ...(purposeOf[template] === "bulk" && { unsubscribeUrl: "https://santral.example/unsubscribe/example" }),
  });
  if (isText) return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: text };
  const body = pictures.reduce(
    (page, { contentId, contentType, content }) =>
      page.replaceAll(`cid:${contentId}`, `data:${contentType};base64,${content.toString("base64")}`),
    html,
  );
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": framedPolicy,
      "x-frame-options": "SAMEORIGIN",
    },
    body,
  };
}
