/** What customers write below their answer, by language and by how content they are. */
export const ratingWords = {
  tr: {
    good: [
      "Çok hızlı yanıt verdiniz, teşekkürler.",
      "Gece yazdım, hemen cevap geldi.",
      "Sorun çözüldü, elinize sağlık.",
    ],
    fair: ["Fena değil, biraz geç oldu.", "Cevap doğruydu ama iki kez yazmam gerekti."],
    bad: ["Aynı şeyi üç kez anlattım.", "Bir insana ulaşmak uzun sürdü.", "Beklediğim cevabı alamadım."],
  },
  en: {
    good: ["Quick and clear, thank you.", "Solved in a minute.", "Very kind team."],
    fair: ["Fine, but it took a while.", "Had to ask twice."],
    bad: ["I had to explain it three times.", "Waited too long for a person.", "That did not help me."],
  },
  ru: {
    good: ["Быстро и понятно, спасибо.", "Решили за пару минут.", "Очень вежливо."],
    fair: ["Нормально, но долго.", "Пришлось спросить дважды."],
    bad: ["Объяснял одно и то же три раза.", "Слишком долго ждал человека.", "Это мне не помогло."],
  },
  ar: {
    good: ["رد سريع وواضح، شكرًا.", "حُلّت المشكلة في دقائق.", "فريق لطيف جدًا."],
    fair: ["جيد، لكنه تأخر قليلًا.", "اضطررت إلى السؤال مرتين."],
    bad: ["شرحت الأمر ثلاث مرات.", "انتظرت طويلًا حتى رد أحد.", "لم يفدني الجواب."],
  },
} as const;
