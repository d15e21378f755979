import type { Language } from "./talk";

/** What stands around a question on a phone: most of it is nothing at all. */
export const manners: Record<
  Language,
  {
    openers: readonly string[];
    closers: readonly string[];
    thanks: readonly string[];
    /** In an answer to a member. */
    after: readonly string[];
    /** A member's last words. */
    goodbyes: readonly string[];
    /** Before a second question. */
    also: readonly string[];
    days: readonly string[];
    times: readonly string[];
  }
> = {
  tr: {
    openers: [
      "merhaba",
      "Merhabalar",
      "selam",
      "slm",
      "iyi günler",
      "İyi akşamlar",
      "kolay gelsin",
      "mrb",
      "günaydın",
      "pardon",
      "hayırlı işler",
      "bir şey soracaktım",
      "hocam",
      "bakar mısınız",
    ],
    closers: [
      "acaba",
      "teşekkürler",
      "🙏",
      "lütfen",
      "şimdiden teşekkürler",
      "?",
      "??",
      "😊",
      "acil",
      "sağ olun",
    ],
    thanks: [
      "teşekkürler",
      "çok sağ olun",
      "tamamdır teşekkür ederim",
      "süper, sağ olun",
      "eyvallah",
      "tşk",
      "anladım teşekkürler",
      "👍",
      "ok sağolun",
      "Çok teşekkür ederim, iyi çalışmalar",
      "harika, hızlı cevap için teşekkürler",
      "tamam anladım",
    ],
    after: [
      "tamam, bekliyorum",
      "teşekkür ederim",
      "anladım sağ olun",
      "olur, iyi çalışmalar",
      "tamamdır",
      "çok naziksiniz",
      "peki",
    ],
    goodbyes: [
      "Rica ederiz, başka bir sorunuz olursa buradayız.",
      "Ne demek, iyi günler dileriz.",
      "Rica ederim, kolay gelsin.",
      "Biz teşekkür ederiz.",
      "İyi akşamlar, görüşmek üzere.",
    ],
    also: ["bir de", "bi şey daha", "son bir soru", "ha bi de", "peki"],
    days: ["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "yarın", "öbür gün"],
    times: ["10:30", "11.00", "13:30", "14.00", "15:00", "16.30", "17:00", "18.00"],
  },
  en: {
    openers: [
      "hi",
      "Hello",
      "hey",
      "hi there",
      "good morning",
      "Good evening",
      "quick question",
      "hello team",
      "sorry to bother you",
    ],
    closers: ["please", "pls", "thanks", "?", "🙏", "thx in advance", "cheers", "??"],
    thanks: [
      "thanks",
      "thank you so much",
      "great, thanks",
      "perfect",
      "ok thx",
      "cheers",
      "👍",
      "got it, thank you",
      "brilliant, thanks for the quick answer",
    ],
    after: ["ok thank you", "sounds good", "great", "perfect thanks", "ok waiting", "appreciate it"],
    goodbyes: [
      "You're welcome, write any time.",
      "Happy to help. Have a good day!",
      "Our pleasure, see you soon.",
      "Any time.",
    ],
    also: ["and", "also", "one more thing", "last question", "oh and"],
    days: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "tomorrow", "next week"],
    times: ["10am", "11:30", "noon", "2pm", "3:30", "4pm", "5pm"],
  },
  ru: {
    openers: [
      "здравствуйте",
      "Добрый день",
      "добрый вечер",
      "привет",
      "подскажите пожалуйста",
      "доброе утро",
      "извините",
    ],
    closers: ["пожалуйста", "спасибо", "?", "🙏", "заранее спасибо", "??"],
    thanks: [
      "спасибо",
      "спасибо большое",
      "поняла, спасибо",
      "отлично, благодарю",
      "ок спасибо",
      "👍",
      "супер, спасибо за быстрый ответ",
    ],
    after: ["хорошо, жду", "спасибо", "отлично", "поняла", "благодарю"],
    goodbyes: ["Пожалуйста, пишите в любое время.", "Рады помочь, хорошего дня!", "До встречи."],
    also: ["и ещё", "а ещё", "последний вопрос", "кстати"],
    days: ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "завтра"],
    times: ["10:00", "11:30", "13:00", "14:30", "16:00", "17:00"],
  },
  ar: {
    openers: ["السلام عليكم", "مرحبا", "مساء الخير", "صباح الخير", "هلا", "لو سمحت", "عندي سؤال"],
    closers: ["لو سمحتم", "شكرا", "؟", "🙏", "من فضلكم", "وشكرا مقدما"],
    thanks: ["شكرا", "شكرا جزيلا", "تمام شكرا", "الله يعطيكم العافية", "ممتاز", "👍", "تسلمون على سرعة الرد"],
    after: ["تمام بانتظاركم", "شكرا لكم", "ممتاز", "طيب", "جزاكم الله خيرا"],
    goodbyes: ["على الرحب والسعة، نحن هنا دائما.", "أهلا بك في أي وقت.", "نتمنى لك يوما سعيدا."],
    also: ["وكمان", "سؤال ثاني", "وأيضا", "آخر سؤال"],
    days: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "السبت", "غدا"],
    times: ["10:00", "11:30", "1:00", "2:30", "4:00", "5:00"],
  },
};

/** Words that stand in braces, the same in every language. */
export const cities = [
  "Bursa",
  "Ankara",
  "İzmir",
  "Antalya",
  "Trabzon",
  "Adana",
  "Konya",
  "Eskişehir",
] as const;
export const pairs = ["EURUSD", "gold", "GBPJPY", "BTC", "USDJPY", "silver", "ETH"] as const;
