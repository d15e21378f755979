import { foldText, squeezeRepeats, tokenise } from "@/lib/text/fold";
import type { Act } from "../rules";

/** Words for comparison: folded, without repeated letters, one space between. */
export function phraseKey(text: string): string {
  return tokenise(squeezeRepeats(foldText(text))).join(" ");
}

const split = (list: string) => list.split("|").map((phrase) => phraseKey(phrase));

const ACT_PHRASES: Record<Act, string> = {
  greeting:
    "merhaba|merhabalar|merhabaa|mrb|mrhb|meraba|selam|selamlar|slm|selamün aleyküm|selamun aleykum|sa|s a|as|aleyküm selam|" +
    "günaydın|gunaydin|iyi günler|iyi akşamlar|iyi sabahlar|tünaydın|kolay gelsin|iyi çalışmalar|hayırlı işler|hayırlı günler|" +
    "hayırlı sabahlar|hayırlı akşamlar|hayırlı cumalar|iyi bayramlar|nasılsınız|nasılsın|naber|ne haber|orada mısınız|" +
    "hello|hi|hi there|hey|hey there|heya|good morning|good afternoon|good evening|good day|greetings|howdy|how are you|yo|hiya|" +
    "привет|приветик|здравствуйте|здравствуй|здрасьте|добрый день|доброе утро|добрый вечер|доброго дня|салам|как дела|приветствую|" +
    "مرحبا|مرحبتين|السلام عليكم|سلام عليكم|سلام|وعليكم السلام|عليكم السلام|اهلا|أهلا وسهلا|اهلين|هلا|هلا والله|هاي|صباح الخير|مساء الخير|صباح النور|مساء النور|كيف الحال|كيف حالك|كيفك|يعطيك العافية|يعطيكم العافية",
  thanks:
    "teşekkür|teşekkürler|teşekkür ederim|teşekkür ederiz|çok teşekkürler|çok teşekkür ederim|tşk|tşkler|tşkkr|tesekkurler|tşk ederim|" +
    "sağ ol|sağol|sağ olun|sağolun|sağolasın|sağ olasınız|eyvallah|eyv|eyw|minnettarım|elinize sağlık|ellerinize sağlık|emeğinize sağlık|" +
    "allah razı olsun|çok sağ ol|çok sağ olun|çok naziksiniz|zahmet oldu|mersi|yardımınız için|ilginiz için|bilgi için|bilgilendirme için|" +
    "thanks|thank you|thank u|thx|ty|tnx|thanks a lot|thanks so much|thank you so much|thank you very much|many thanks|much appreciated|appreciate it|i appreciate it|cheers|thanks for your help|thank you for your help|thanks for the help|thanks for the info|" +
    "спасибо|спасибо большое|большое спасибо|благодарю|спс|спасибки|огромное спасибо|спасибо вам|спасибо за помощь|благодарю вас|" +
    "شكرا|شكرا جزيلا|شكرا لك|شكرا لكم|شكرا كثيرا|ألف شكر|الف شكر|مشكور|مشكورين|مشكورة|تسلم|تسلمون|يسلمو|يسلموا|جزاك الله خيرا|جزاك الله|الله يعافيك|ممنون|متشكر|شكرا على المساعدة",
  farewell:
    "görüşürüz|görüşmek üzere|hoşça kal|hoşça kalın|hoşçakalın|güle güle|bay bay|bye|bye bye|baybay|iyi geceler|kendinize iyi bakın|iyi haftalar|iyi hafta sonları|allaha emanet|bb|" +
    "goodbye|good bye|see you|see ya|take care|have a nice day|have a good day|good night|have a good one|" +
    "пока|до свидания|до встречи|всего доброго|хорошего дня|спокойной ночи|всего хорошего|" +
    "مع السلامة|وداعا|إلى اللقاء|باي|في أمان الله|تصبح على خير|تصبحون على خير|يوم سعيد",
  yes:
    "evet|evt|ewet|e|aynen|aynen öyle|olur|tabii|tabi|tabiki|tabii ki|elbette|kesinlikle|doğru|evet lütfen|hı hı|hıhı|oldu|evet oldu|oldu evet|işe yaradı|evet işe yaradı|yaradı|çözüldü|sorunum çözüldü|sorun çözüldü|halloldu|hallettim|hallettik|yardımcı oldunuz|yardımcı oldu|çok yardımcı oldunuz|" +
    "yes|yeah|yep|yup|sure|of course|yes please|correct|right|exactly|that helped|it helped|yes that helped|this helped|helpful|very helpful|solved|problem solved|it worked|that worked|it works|" +
    "да|ага|угу|конечно|верно|именно|да пожалуйста|помогло|да помогло|это помогло|решено|вопрос решен|получилось|" +
    "نعم|اي|ايوه|ايوا|أجل|اجل|اكيد|أكيد|طبعا|صحيح|نعم من فضلك|مفيد|ساعدني ذلك|ساعدني هذا|تم حل المشكلة|انحلت|انحلت المشكلة|تمام انحلت",
  no:
    "hayır|hayir|hyr|yok|yoo|cık|olmadı|hayır olmadı|olmuyor|istemiyorum|yaramadı|işe yaramadı|hayır işe yaramadı|çözülmedi|sorunum çözülmedi|yardımcı olmadı|hayır yardımcı olmadı|değil|yanlış|hayır değil|başka yok|hayır yok|" +
    "no|nope|nah|not really|didn't help|it didn't help|that didn't help|no it didn't|not helpful|wrong|not solved|it didn't work|" +
    "нет|неа|не помогло|нет не помогло|не надо|неверно|не то|не решено|" +
    "لا|كلا|لم يساعد|ما ساعد|ما فادني|لم ينفع|غير صحيح|لا لم يساعد|مو صحيح|لم تحل",
  acknowledgement:
    "tamam|tmm|tmam|tamamdır|tamam o zaman|peki|anladım|anlaşıldı|ok|okay|okey|oki|süper|harika|güzel|çok güzel|mükemmel|iyi|çok iyi|bekliyorum|tamam bekliyorum|" +
    "great|perfect|cool|nice|fine|alright|all right|got it|i see|understood|good|very good|awesome|" +
    "хорошо|ок|окей|ладно|понятно|понял|поняла|отлично|супер|ясно|жду|" +
    "حسنا|طيب|تمام|اوك|أوكي|ماشي|فهمت|ممتاز|رائع|جيد|اوكي",
};

/** Words that may stand beside manners and change nothing. */
const FILLERS =
  "abi|abim|abla|hocam|hoca|kardeşim|kardeş|kanka|reis|usta|canım|efendim|arkadaşlar|hanımefendi|beyefendi|bey|hanım|ya|yaa|çok|size|sana|tekrar|tekrardan|lütfen|bot|dostum|herkese|de|da|için|ilginiz|yardımınız|cevap|cevabınız|bilgi|şimdilik|" +
  "there|dear|sir|madam|mate|bro|guys|team|all|everyone|so|very|much|again|you|for|your|the|help|to|and|friend|now|then|" +
  "вам|тебе|всем|очень|большое|ещё|раз|за|помощь|ответ|друзья|" +
  "لك|لكم|جدا|يا|اخي|أخي|اختي|حبيبي|على|المساعدة|ورحمة|الله|وبركاته|كثير|استاذ|عزيزي";

const phrases = new Map<string, Act | "filler">();
for (const [act, list] of Object.entries(ACT_PHRASES) as [Act, string][])
  for (const phrase of split(list)) if (!phrases.has(phrase)) phrases.set(phrase, act);
for (const phrase of split(FILLERS)) if (!phrases.has(phrase)) phrases.set(phrase, "filler");

const LONGEST_PHRASE = Math.max(...[...phrases.keys()].map((phrase) => phrase.split(" ").length));
/** Nobody is polite for longer than this. */
const MAX_WORDS = 14;

const APPROVING = /[👍👌🙏❤♥💚💙🙂😊😀😁🥰😍🤗✅🎉👏💯🌹💐🫶😘☺]/u;
const DISAPPROVING = /[👎😠😡🤬😞😢😭💔❌]/u;

/**
 * The acts of a message that holds nothing but manners ("merhaba", "çok teşekkürler 🙏", "evet"), else none:
 * "merhaba kargom nerede" is not merely a greeting. A message of emoji alone acknowledges.
 */
export function findActs(text: string): Act[] {
  const words = phraseKey(text).split(" ").filter(Boolean);
  if (words.length === 0) {
    if (DISAPPROVING.test(text)) return ["no"];
    return APPROVING.test(text) || /\p{Extended_Pictographic}/u.test(text) ? ["acknowledgement"] : [];
  }
  if (words.length > MAX_WORDS) return [];
  const acts: Act[] = [];
  for (let at = 0; at < words.length; ) {
    const found = longestPhrase(words, at);
    if (!found) return [];
    if (found.act !== "filler" && !acts.includes(found.act)) acts.push(found.act);
    at += found.length;
  }
  return acts;
}

/** What may stand around a question without being a part of it. */
const AROUND_QUESTION: ReadonlySet<Act | "filler"> = new Set<Act>(["greeting", "thanks", "farewell"]);

/**
 * A message without the greeting before and the thanks after its question, folded: "Merhaba, iyi günler. Kargom
 * nerede?" → "kargom nerede". A message that is nothing else comes back whole.
 */
export function stripManners(text: string): string {
  const words = tokenise(foldText(text));
  const keys = words.map(squeezeRepeats);
  let from = 0;
  for (let found = longestPhrase(keys, 0); found && AROUND_QUESTION.has(found.act); ) {
    from += found.length;
    found = longestPhrase(keys, from);
  }
  let to = keys.length;
  for (let length = lengthOfMannersBefore(keys, to); length > 0 && to > from; ) {
    to -= length;
    length = lengthOfMannersBefore(keys, to);
  }
  return (from < to ? words.slice(from, to) : words).join(" ");
}

function lengthOfMannersBefore(words: readonly string[], end: number): number {
  for (let length = Math.min(LONGEST_PHRASE, end); length > 0; length--) {
    const act = phrases.get(words.slice(end - length, end).join(" "));
    if (act && AROUND_QUESTION.has(act)) return length;
  }
  return 0;
}

function longestPhrase(words: readonly string[], at: number): { act: Act | "filler"; length: number } | null {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length > 0; length--) {
    const act = phrases.get(words.slice(at, at + length).join(" "));
    if (act) return { act, length };
  }
  return null;
}

const STOP = new Set(
  split(
    "dur|durun|stop|ret|abonelikten çık|abonelik iptal|mesaj istemiyorum|mesaj atma|mesaj atmayın|mesaj göndermeyin|bana yazma|bana yazmayın|listeden çıkar|listeden çıkarın|" +
      "unsubscribe|stop all|stopall|opt out|optout|стоп|отписаться|отпишите|отпишите меня|не пишите|не пишите мне|" +
      "الغاء|توقف|إيقاف|أوقف|الغاء الاشتراك|لا ترسل|لا ترسلوا|لا تراسلني",
  ),
);
const RESUME = new Set(
  split("başla|devam et|abone ol|start|subscribe|unstop|старт|подписаться|начать|ابدأ|اشتراك|اشترك"),
);

/** STOP, DUR, СТОП, الغاء and their like, as the whole message. */
export function isOptOut(text: string): boolean {
  return STOP.has(phraseKey(text));
}

/** START, BAŞLA and their like, as the whole message. */
export function isOptIn(text: string): boolean {
  return RESUME.has(phraseKey(text));
}
