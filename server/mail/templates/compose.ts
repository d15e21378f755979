import { createFormat } from "@/lib/format/format";
import { intlTags, type Locale } from "@/lib/i18n/locales";
import type { MailTemplate } from "../rules";
import type { MailContent } from "../schemas";
import type { MailBlock, MailBody } from "./body";
import { type MailText, mailText } from "./texts";

/** Where nothing says otherwise, times are told as in Istanbul. */
const defaultTimeZone = "Europe/Istanbul";
export const pictureContentId = "picture@santral";

type Frame = { t: MailText; locale: Locale };
type Composed = Omit<MailBody, "sender"> & { sender?: string };
type Composers = { [T in MailTemplate]: (content: MailContent<T>, frame: Frame) => Composed };

/** What a mail says, in the language of whom it is for. */
export function composeMail<T extends MailTemplate>(
  template: T,
  content: MailContent<T>,
  options: { locale: Locale; unsubscribeUrl?: string },
): MailBody {
  const t = mailText(options.locale);
  const { unsubscribeUrl } = options;
  return {
    sender: t("frame.sentBy"),
    ...composers[template](content, { t, locale: options.locale }),
    ...(unsubscribeUrl && {
      unsubscribe: {
        label: t("frame.unsubscribe"),
        hint: t("frame.unsubscribeHint"),
        url: unsubscribeUrl,
      },
    }),
  };
}

const composers: Composers = {
  "sign-in-link": (content, frame) => askedFor("sign-in-link", content, frame),
  "reset-password": (content, frame) => askedFor("reset-password", content, frame),
  "verify-email": (content, frame) => askedFor("verify-email", content, frame),

  "security-notice": ({ what, device, at, timeZone, url }, { t, locale }) => {
    const title = t(`security-notice.happened.${what}`);
    const rows = [
      { label: t("security-notice.when"), value: momentIn(locale, at, timeZone) },
      ...(device ? [{ label: t("security-notice.device"), value: device }] : []),
    ];
    return {
      subject: t("security-notice.subject", { what: title }),
      preview: t("security-notice.lead"),
      title,
      blocks: [
        { kind: "facts", rows },
        { kind: "text", text: t("security-notice.lead") },
        { kind: "text", text: t("security-notice.notYou") },
        ...(url ? [button(t, t("security-notice.button"), url)] : []),
      ],
    };
  },

  invitation: ({ inviter, workspace, role, url, expiresAt, timeZone }, { t, locale }) => {
    const lead = t("invitation.lead", { inviter, workspace, role: t(`invitation.roles.${role}`) });
    return {
      subject: t("invitation.subject", { inviter, workspace }),
      preview: lead,
      title: t("invitation.title", { workspace }),
      blocks: [
        { kind: "text", text: lead },
        button(t, t("invitation.button"), url),
        { kind: "note", text: t("invitation.until", { date: momentIn(locale, expiresAt, timeZone) }) },
        { kind: "note", text: t("invitation.ignore") },
      ],
      sender: t("frame.sentFor", { workspace }),
    };
  },

  "bot-trouble": ({ bot, workspace, problem, url }, { t }) => ({
    subject: t("bot-trouble.subject", { bot }),
    preview: t(`bot-trouble.problem.${problem}`),
    title: t("bot-trouble.title", { bot }),
    blocks: [
      { kind: "text", text: t("bot-trouble.lead", { bot, workspace }) },
      { kind: "text", text: t(`bot-trouble.problem.${problem}`) },
      button(t, t("bot-trouble.button"), url),
      { kind: "note", text: t("bot-trouble.kept") },
    ],
    sender: t("frame.sentFor", { workspace }),
  }),

  "weekly-report": (
    { workspace, from, to, figures, remark, suggestion, suggestionUrl, picture, url },
    { t, locale },
  ) => {
    const range = rangeIn(locale, from, to);
    const lead = t("weekly-report.lead", { workspace, range });
    const blocks: MailBlock[] = [
      { kind: "text", text: lead },
      ...(remark ? [{ kind: "text" as const, text: remark }] : []),
      {
        kind: "figures",
        head: {
          label: t("weekly-report.figure"),
          value: t("weekly-report.value"),
          change: t("weekly-report.change"),
        },
        rows: figures.map(({ label, value, change }) => ({ label, value, change: change ?? "" })),
      },
    ];
    if (picture) {
      const { alt, width, height } = picture;
      blocks.push({ kind: "picture", contentId: pictureContentId, alt, width, height });
    }
    if (suggestion) {
      blocks.push({ kind: "aside", title: t("weekly-report.suggestion"), text: suggestion });
      if (suggestionUrl) blocks.push(button(t, t("weekly-report.follow"), suggestionUrl));
    }
    blocks.push(button(t, t("weekly-report.button"), url));
    return {
      subject: t("weekly-report.subject", { workspace, range }),
      preview: lead,
      title: t("weekly-report.title"),
      blocks,
      sender: t("frame.sentFor", { workspace }),
    };
  },

  notification: ({ title, lines, url, button: label, settingsUrl }, { t }) => ({
    subject: title,
    preview: lines[0]!,
    title,
    blocks: [...lines.map((text): MailBlock => ({ kind: "text", text })), button(t, label, url)],
    ...(settingsUrl && {
      unsubscribe: { label: t("frame.settings"), hint: t("frame.settingsHint"), url: settingsUrl },
    }),
  }),
};

/** A link that the person has just asked for, with how long it lasts. */
function askedFor(
  template: "sign-in-link" | "reset-password" | "verify-email",
  { url, minutes }: { url: string; minutes: number },
  { t }: Frame,
): Composed {
  return {
    subject: t(`${template}.subject`),
    preview: t(`${template}.lead`),
    title: t(`${template}.title`),
    blocks: [
      { kind: "text", text: t(`${template}.lead`) },
      button(t, t(`${template}.button`), url),
      { kind: "note", text: t("frame.validFor", { minutes }) },
      { kind: "note", text: t("frame.ignore") },
    ],
  };
}

const button = (t: MailText, label: string, url: string): MailBlock => ({
  kind: "button",
  label,
  url,
  copyLink: t("frame.copyLink"),
});

const momentIn = (locale: Locale, at: string, timeZone = defaultTimeZone): string =>
  createFormat(locale, timeZone).dateTime(at);

/** 16–22 Kasım 2026. */
function rangeIn(locale: Locale, from: string, to: string): string {
  return new Intl.DateTimeFormat(intlTags[locale], {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}
