import { createElement } from "react";
import type { Locale } from "@/lib/i18n/locales";
import type { MailTemplate } from "../rules";
import type { MailContent } from "../schemas";
import { composeMail, pictureContentId } from "./compose";
import { renderText } from "./render-text";

export type InlinePicture = { contentId: string; contentType: string; content: Buffer; fileName: string };

export type RenderedMail = { subject: string; html: string; text: string; pictures: InlinePicture[] };

/**
 * A mail as it is sent: subject, HTML, text, and the pictures that the HTML shows by content id. What makes the HTML is
 * loaded here, on the first mail: nobody else in the process needs it.
 */
export async function renderMail<T extends MailTemplate>(
  template: T,
  content: MailContent<T>,
  options: { locale: Locale; unsubscribeUrl?: string },
): Promise<RenderedMail> {
  const [{ renderToStaticMarkup }, { MailPage, markContentId }, { markImage }] = await Promise.all([
    import("react-dom/server"),
    import("./render-html"),
    import("./mark-image"),
  ]);
  const body = composeMail(template, content, options);
  const page = renderToStaticMarkup(createElement(MailPage, { body, locale: options.locale }))
    // React asks browsers to fetch pictures early, which means nothing in a mail.
    .replaceAll(/<link rel="preload"[^>]*>/g, "");
  const pictures: InlinePicture[] = [
    { contentId: markContentId, contentType: "image/png", content: markImage, fileName: "santral.png" },
  ];
  if ("picture" in content && content.picture) {
    const { contentType, base64 } = content.picture;
    pictures.push({
      contentId: pictureContentId,
      contentType,
      content: Buffer.from(base64, "base64"),
      fileName: contentType === "image/png" ? "picture.png" : "picture.jpg",
    });
  }
  return { subject: body.subject, html: `<!DOCTYPE html>${page}`, text: renderText(body), pictures };
}
