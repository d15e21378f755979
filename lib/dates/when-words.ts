/**
 * The words that customers name days with, folded (lib/text/fold), in Turkish, English, Russian and Arabic. Each is a
 * pattern of whole words; the endings of cases are part of it. No kept library reads Turkish and Arabic days, so one
 * vocabulary serves all four languages alike.
 */

const turkishCase = "(?:y?[aeiu]|n?[iu]n|[dt][ae]n?|s[iu]n?[ae]?|l[ae]r[iu]?)?";

/** Monday first. */
export const weekdays: readonly string[] = [
  `pazartesi${turkishCase}|pzt|mondays?|понедельник\\p{L}{0,3}|(?:ال|لل)(?:اثنين|اتنين)`,
  `sali${turkishCase}|tuesdays?|вторник\\p{L}{0,3}|(?:ال|لل)(?:ثلاثا|تلاتا|تلات)`,
  `carsamba${turkishCase}|wednesdays?|сред(?:а|у|ы|е|ам)|(?:ال|لل)(?:اربعا|اربع)`,
  `persembe${turkishCase}|thursdays?|четверг\\p{L}{0,3}|(?:ال|لل)خميس`,
  `cuma${turkishCase}|fridays?|пятниц\\p{L}{0,3}|(?:ال|لل)جمعه`,
  `cumartesi${turkishCase}|cmt|saturdays?|суббот\\p{L}{0,3}|(?:ال|لل)سبت`,
  `pazar${turkishCase}|sundays?|воскресень\\p{L}{0,3}|(?:ال|لل)(?:احد|حد)`,
];

/** January first. They count beside a number only. */
export const months: readonly string[] = [
  "ocak\\p{L}{0,5}|ocag\\p{L}{1,4}|january|jan|январ\\p{L}{1,2}|يناير|كانون الثاني",
  "subat\\p{L}{0,5}|february|feb|феврал\\p{L}{1,2}|فبراير|شباط",
  "mart\\p{L}{0,5}|march|mar|март\\p{L}{0,2}|مارس|اذار",
  "nisan\\p{L}{0,5}|april|apr|апрел\\p{L}{1,2}|ابريل|نيسان",
  "mayis\\p{L}{0,5}|may|ма[йя]|مايو|ايار",
  "haziran\\p{L}{0,5}|june|jun|июн\\p{L}{1,2}|يونيو|حزيران",
  "temmuz\\p{L}{0,5}|july|jul|июл\\p{L}{1,2}|يوليو|تموز",
  "agustos\\p{L}{0,5}|august|aug|август\\p{L}{0,2}|اغسطس|اب",
  "eylul\\p{L}{0,5}|september|sept?|сентябр\\p{L}{1,2}|سبتمبر|ايلول",
  "ekim\\p{L}{0,5}|october|oct|октябр\\p{L}{1,2}|اكتوبر|تشرين الاول",
  "kasim\\p{L}{0,5}|november|nov|ноябр\\p{L}{1,2}|نوفمبر|تشرين الثاني",
  "aralik\\p{L}{0,5}|aralig\\p{L}{1,4}|december|dec|декабр\\p{L}{1,2}|ديسمبر|كانون الاول",
];

/** Days from today; the longer wording stands before the shorter one that it holds. */
export const relativeDays: readonly (readonly [words: string, days: number])[] = [
  ["evvelsi gun|evvelki gun|onceki gun|the day before yesterday|позавчера|اول امس|قبل امس|اول مبارح", -2],
  [
    "obur ?gun\\p{L}{0,4}|yarindan sonra(?:ki gun)?|(?:the )?day after tomorrow|послезавтра|بعد (?:غد|بكره|بكرا|الغد)",
    2,
  ],
  [
    "yarin(?:a|ki|dan|i)?|tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|завтра(?:шн\\p{L}{2,3})?|غدا|غد|الغد|بكره|بكرا|باكر",
    1,
  ],
  [
    "bugun(?:e|ku|den|u)?|bu (?:aksam|gece|sabah|ogle|oglen)|today|tonight|this (?:morning|afternoon|evening)|сегодня(?:шн\\p{L}{2,3})?|اليوم|النهارده|هاليوم|الليله",
    0,
  ],
  ["dun(?:ku|den)?|yesterday|вчера(?:шн\\p{L}{2,3})?|امس|مبارح|امبارح|البارحه", -1],
];

/** Numbers as people write them beside "days" and "weeks". */
export const smallNumbers: ReadonlyMap<string, number> = new Map(
  [
    "bir one a an один день",
    "iki two два две يومين",
    "uc three три ثلاثه ثلاث تلات",
    "dort four четыре اربعه اربع",
    "bes five пять خمسه خمس",
    "alti six шесть سته ست",
    "yedi seven семь سبعه سبع",
    "sekiz eight восемь ثمانيه ثمان",
    "dokuz nine девять تسعه تسع",
    "on ten десять عشره عشر",
  ].flatMap((words, i) => words.split(" ").map((word) => [word, i + 1] as const)),
);

const number = `(\\d{1,2}|${[...smallNumbers.keys()].join("|")})`;

/** "3 gün sonra", "in two weeks", "через неделю", "بعد 3 ايام": the number where there is one, and the unit's sense. */
export const daysAhead: readonly (readonly [pattern: string, unit: 1 | 7])[] = [
  [
    `${number} gun sonra(?:ya)?|in ${number} days?|через (?:${number} )?(?:день|дня|дней)|بعد ${number} (?:يوم|ايام)`,
    1,
  ],
  [
    `${number} hafta sonra(?:ya)?|in ${number} weeks?|через (?:${number} )?(?:неделю|недели|недель)|بعد (?:${number} )?(?:اسبوع|اسابيع)`,
    7,
  ],
];
export const daysAgo: readonly (readonly [pattern: string, unit: 1 | 7])[] = [
  [
    `${number} gun once(?:ki)?|${number} days? ago|${number} (?:день|дня|дней) назад|قبل ${number} (?:يوم|ايام)`,
    1,
  ],
  [
    `${number} hafta once(?:ki)?|${number} weeks? ago|(?:${number} )?(?:неделю|недели|недель) назад|قبل (?:${number} )?(?:اسبوع|اسابيع)`,
    7,
  ],
];
/** Arabic has a form for two. */
export const twoAhead: readonly (readonly [pattern: string, days: number])[] = [
  ["بعد يومين", 2],
  ["بعد اسبوعين", 14],
  ["قبل يومين", -2],
  ["قبل اسبوعين", -14],
];

export const nextWeek =
  "haftaya|(?:gelecek|onumuzdeki|oteki) hafta(?:ya|nin)?|next week|(?:на )?следующ\\p{L}{2,3} недел\\p{L}|الاسبوع (?:القادم|الجاي|المقبل|الي جاي|اللي جاي)";
export const thisWeek = "bu hafta(?:ya|nin)?|this week|(?:на )?этой неделе|هذا الاسبوع|هالاسبوع";
export const weekend =
  "hafta ?son(?:u|una|unda|lari)|(?:this |the )?weekends?|выходн\\p{L}{2,3}|(?:نهايه|اخر) الاسبوع|الويكند|ويكند";

/** Before a weekday: the one of the week after this one. English and Russian say so; Turkish means the coming one. */
export const ofNextWeek = "next|следующ\\p{L}{2,3}";
export const before = "gecen|gectigimiz|last|прошл\\p{L}{2,3}";
export const beforeAfter = "الماضي|الفايت|اللي فات";

/** Twelve hours are said with a part of the day. Greetings ("iyi sabahlar", "good morning") are none. */
export const beforeNoon = "sabah|sabahleyin|sabahtan|am|(?<!good )morning|утра|утром|صباحا|الصبح";
export const afterNoon =
  "pm|aksam|aksama|aksamustu|aksamleyin|ogleden sonra|ikindi|evening|afternoon|tonight|вечера|вечером|дня|днем|после обеда|مسا|المسا|عصرا|العصر|ظهرا|بعد الظهر|ليلا";

/** Turkish hours as words, one to twelve, with the ending of "at". */
export const turkishHours: readonly string[] = [
  "bir(?:de|e)?",
  "iki(?:de|ye)?",
  "uc(?:te|e)?",
  "dort(?:te)?|dorde",
  "bes(?:te|e)?",
  "alti(?:da|ya)?",
  "yedi(?:de|ye)?",
  "sekiz(?:de|e)?",
  "dokuz(?:da|a)?",
  "on(?:da|a)?",
  "on ?bir(?:de|e)?",
  "on ?iki(?:de|ye)?",
];
