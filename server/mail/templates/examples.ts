import type { Locale } from "@/lib/i18n/locales";
import type { MailTemplate } from "../rules";
import { type MailContent, type MailData, mailData } from "../schemas";
import { markImage } from "./mark-image";

const origin = "https://santral.example";
const workspaces: Record<Locale, string> = {
  tr: "Ada Giyim",
  en: "Ada Clothing",
  ru: "Магазин «Ада»",
  ar: "متجر آدا",
};
const people: Record<Locale, string> = {
  tr: "Deniz Kaya",
  en: "Deniz Kaya",
  ru: "Дениз Кая",
  ar: "دنيز كايا",
};
const figures: Record<Locale, [label: string, value: string, change: string][]> = {
  tr: [
    ["Gelen mesaj", "1.204", "+%12"],
    ["Kendiliğinden çözülen", "%38", "+%4"],
    ["Size kalan", "96", "−%9"],
    ["İlk yanıt (ortanca)", "0,8 sn", "−%3"],
  ],
  en: [
    ["Messages in", "1,204", "+12%"],
    ["Resolved without a person", "38%", "+4%"],
    ["Handed to you", "96", "−9%"],
    ["First response (median)", "0.8 s", "−3%"],
  ],
  ru: [
    ["Входящие сообщения", "1 204", "+12 %"],
    ["Решено без человека", "38 %", "+4 %"],
    ["Передано вам", "96", "−9 %"],
    ["Первый ответ (медиана)", "0,8 с", "−3 %"],
  ],
  ar: [
    ["الرسائل الواردة", "1,204", "+12%"],
    ["حُلّت من غير شخص", "38%", "+4%"],
    ["حُوّلت إليك", "96", "−9%"],
    ["أول رد (الوسيط)", "0.8 ث", "−3%"],
  ],
};
const suggestions: Record<Locale, string> = {
  tr: "“Değişim ücretli mi?” bu hafta 14 kez soruldu ve yanıtı yok. Bir SSS kaydı bunları karşılar.",
  en: "“Do I pay for an exchange?” was asked 14 times this week and has no answer. One FAQ entry would meet them.",
  ru: "«Платный ли обмен?» спросили 14 раз за неделю, ответа нет. Одна запись в FAQ закроет эти вопросы.",
  ar: "سُئل «هل التبديل مدفوع؟» 14 مرة هذا الأسبوع ولا جواب له. مدخل واحد في الأسئلة الشائعة يكفيها.",
};
const notices: Record<Locale, { title: string; line: string; button: string }> = {
  tr: {
    title: "Deniz sizi bir konuşmada andı",
    line: "“Bu müşteriye siz bakar mısınız?”",
    button: "Konuşmayı aç",
  },
  en: {
    title: "Deniz mentioned you in a conversation",
    line: "“Could you look after this customer?”",
    button: "Open the conversation",
  },
  ru: {
    title: "Дениз упомянул вас в диалоге",
    line: "«Возьмёте этого клиента?»",
    button: "Открыть диалог",
  },
  ar: { title: "ذكرك دنيز في محادثة", line: "«هل تتولى هذا العميل؟»", button: "فتح المحادثة" },
};

type Examples = { [T in MailTemplate]: MailData<T> };

/** What each template may be told, for those who look at them. */
export function exampleOf<T extends MailTemplate>(template: T, locale: Locale): MailContent<T> {
  const asked = { url: `${origin}/sign-in/link/3q2-example-7Fh`, minutes: 15 };
  const workspace = workspaces[locale];
  const examples: Examples = {
    "sign-in-link": asked,
    "reset-password": { url: `${origin}/reset/3q2-example-7Fh`, minutes: 60 },
    "verify-email": { url: `${origin}/verify/3q2-example-7Fh`, minutes: 1_440 },
    "security-notice": {
      what: "new_sign_in",
      device: "Firefox, Windows · İzmir",
      at: "2026-11-20T09:00:00.000Z",
      url: `${origin}/account`,
    },
    invitation: {
      inviter: people[locale],
      workspace,
      role: "support",
      url: `${origin}/invitations/3q2-example-7Fh`,
      expiresAt: "2026-11-27T09:00:00.000Z",
    },
    "bot-trouble": {
      bot: "@ada_giyim_bot",
      workspace,
      problem: "token_revoked",
      url: `${origin}/w/ada/channels`,
    },
    "weekly-report": {
      workspace,
      from: "2026-11-09",
      to: "2026-11-15",
      figures: figures[locale].map(([label, value, change]) => ({ label, value, change })),
      suggestion: suggestions[locale],
      picture: {
        contentType: "image/png",
        base64: markImage.toString("base64"),
        alt: figures[locale][0]![0],
        width: 84,
        height: 84,
      },
      url: `${origin}/w/ada/insight`,
    },
    notification: {
      title: notices[locale].title,
      lines: [notices[locale].line],
      url: `${origin}/w/ada/conversations`,
      button: notices[locale].button,
    },
  };
  return mailData[template].parse(examples[template]) as MailContent<T>;
}
