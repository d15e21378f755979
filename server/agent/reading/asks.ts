import { foldText, tokenise } from "@/lib/text/fold";
import { findActs, stripManners } from "./phrases";

/** What a part of a message is taken to want, as far as parting needs to know. */
export type PartIntent = { intent: string; isClear: boolean };

export type AskReading<Intent extends PartIntent> = {
  /** What is left when what is said not to be wanted is left out; the whole text where that would be nothing. */
  text: string;
  /** Two to four things that the message asks for, in its order; empty when it is about one. */
  asks: { text: string; intent: Intent }[];
  /** It says what is not wanted, and nothing else. */
  isRefusal: boolean;
  /** It is a whole question, or says enough to be one: not a word or two that may mean anything. */
  isFullQuestion: boolean;
};

/** A longer message is a story: it is read as a whole. */
const longest = 800;
const maxJoints = 6;
const maxAsks = 4;
const maxParts = 8;
/** Both are answered by the same look at the order. */
const sameAsk = (a: string, b: string) => a === b || (isWhere(a) && isWhere(b));
const isWhere = (intent: string) => intent === "order_status" || intent === "delivery_time";
/** What stands beside a request and is none itself; a wish for a person is read from the whole message. */
const notAnAsk = new Set(["other", "human", "complaint"]);

/** Ends of sentences, but not the point in "14.30" or "TY-1.2". */
const SENTENCE_END = /\n+|(?<=[?؟!…;؛])\s*|(?<=\.)\s+/u;
/** Words that begin another request wherever they stand. */
const NEW_REQUEST =
  /\s+(?=(?:bir de|birde|bi de|bide|ayrıca|ayrica|ayriyeten|bunun yanında|ha bir de|also|and also|plus|by the way|one more thing|а также|ещё вопрос|еще вопрос|и ещё|и еще|кстати|وايضا|وأيضا|أيضا|ايضا|وكمان|كمان)\s)/iu;
/** What only links a request to the one before it. */
const LINK =
  /^(?:ve |bir de |birde |bi de |bide |ayrıca |ayrica |ayriyeten |bunun yanında |ha |peki |hem |ama |fakat |sadece |yalnızca |yalnizca |just |only |просто |только |بس |فقط |and |also |plus |but |by the way |и |а также |также |ещё |еще |кстати |но |а |وايضا |وأيضا |أيضا |ايضا |وكمان |كمان )+/iu;
/** Words that may join two requests or the two halves of one. */
const JOINT =
  /\s*,\s*|\s+(?:ve|hem|ama|fakat|ancak|sadece|yalnızca|yalnizca|and|but|just|only|и|а|но|только|просто|لكن|بس|فقط)\s+|(?<=\s(?:değil|degil|istemiyorum|istemiyom|istemiyoruz))\s+(?!mi\b|mı\b)|\s+و(?=(?:هل|كم|متى|كيف|اين|أين|ما|بكم)\s)/giu;

/**
 * Parts a message into what it asks for: "kargom nerede, bir de iade kaç gün?" is two, "iade istemiyorum, sadece
 * kargom nerede" is one. Parts about the same thing, and what only explains, belong together. Pure.
 *
 * @param classify the intent of a part; called a few times
 */
export function readAsks<Intent extends PartIntent>(
  text: string,
  classify: (part: string) => Intent,
): AskReading<Intent> {
  if (text.length > longest) return { text, asks: [], isRefusal: false, isFullQuestion: true };
  const parts = text
    .split(SENTENCE_END)
    .flatMap((sentence) => sentence.split(NEW_REQUEST))
    .flatMap((part) => splitAtJoint(part, classify))
    .map((part) => part.replace(/^[\s,]+|[\s,]+$/g, "").replace(LINK, ""))
    .filter((part) => part !== "" && findActs(part).length === 0)
    .slice(0, maxParts);
  const read = parts.map((part) => ({ text: part, intent: classify(part), isRefused: isRefused(part) }));
  const wanted = read.filter(({ isRefused: refused }) => !refused);
  const hasMore = wanted.some((part) => isOfWeight(part));
  const kept = hasMore ? wanted : read;
  const rest = kept.length < read.length ? kept.map((part) => part.text).join(" ") : text;
  const asks = gather(kept);
  return {
    text: rest,
    asks: asks.length > 1 ? asks.slice(0, maxAsks) : [],
    isRefusal: !hasMore && read.length > 0 && read.every((part) => part.isRefused && namesWhat(part.text)),
    isFullQuestion: parts.some(isWholeQuestion),
  };
}

type ReadPart<Intent extends PartIntent> = { text: string; intent: Intent };

/** Parts of one request together; a part that asks nothing goes with the one before it, or the one after. */
function gather<Intent extends PartIntent>(parts: readonly ReadPart<Intent>[]): ReadPart<Intent>[] {
  const asks: ReadPart<Intent>[] = [];
  let before = "";
  for (const part of parts) {
    const last = asks.at(-1);
    if (!isOfWeight(part)) {
      if (last) last.text += ` ${part.text}`;
      else before += `${part.text} `;
    } else if (last && isMore(part) && sameAsk(last.intent.intent, part.intent.intent)) {
      last.text += ` ${part.text}`;
    } else {
      asks.push({ text: `${before}${part.text}`, intent: part.intent });
      before = "";
    }
  }
  return asks;
}

/** Another question about the same thing is one of its own, except about where an order is. */
const isMore = ({ text, intent }: ReadPart<PartIntent>): boolean =>
  intent.isClear && !notAnAsk.has(intent.intent) && (isWhere(intent.intent) || !isQuestion(text));

/** A request in its own right: its intent is clear, or it is a whole question. */
function isOfWeight({ text, intent }: ReadPart<PartIntent>): boolean {
  if (asksClearly(text, intent)) return true;
  return isWholeQuestion(text) && contentWords(text).length >= 2 && !isPoliteRequest(text);
}

/** What is the matter with an order may be said in a statement ("hala gelmedi"); anything else is asked or wished for. */
function asksClearly(text: string, { intent, isClear }: PartIntent): boolean {
  if (!isClear || notAnAsk.has(intent)) return false;
  return isWhere(intent) || isQuestion(text) || WISH.test(spaced(text));
}

const WISH =
  / (isti\p{L}*|lazim|gerek\p{L}*|rica\p{L}*|lutfen|edin|yapin|gonderin|iletin|al(abilir|acagim|ayim)\p{L}*|want|need|please|would like|d like|хочу|хотел\p{L}*|нужн\p{L}*|надо|прошу|пожалуйста|اريد|ابغي|ابي|بدي|عايز|محتاج|ارجو) /u;

/** At a comma or a joining word, when what stands on either side asks for something of its own. */
function splitAtJoint(part: string, classify: (part: string) => PartIntent, depth = 0): string[] {
  if (depth >= 3) return [part];
  for (const joint of [...part.matchAll(JOINT)].slice(0, maxJoints)) {
    const left = part.slice(0, joint.index);
    const right = part.slice(joint.index + joint[0].length);
    if (wordsOf(left).length < 2 || wordsOf(right).length < 2) continue;
    if (standsApart(left, right, classify)) {
      return [left, ...splitAtJoint(right, classify, depth + 1)];
    }
  }
  return [part];
}

function standsApart(left: string, right: string, classify: (part: string) => PartIntent): boolean {
  if ((isRefused(left) && namesWhat(left)) || (isRefused(right) && namesWhat(right))) return true;
  const [a, b] = [classify(left), classify(right)];
  const isSame = sameAsk(a.intent, b.intent) && !notAnAsk.has(a.intent);
  const areQuestions = isQuestion(left) && isQuestion(right);
  if (areQuestions && (asksClearly(left, a) || contentWords(left).length >= 2)) return !isSame;
  return asksClearly(left, a) && asksClearly(right, b) && !isSame;
}

/** Folded, a space at either end. */
const spaced = (text: string): string => ` ${wordsOf(text).join(" ")} `;
const wordsOf = (text: string): string[] => tokenise(foldText(text));

const WHAT =
  / (iade|iptal|degisim|fatura|randevu|abonelik|indirim|return|refund|cancel|exchange|subscription|возврат|вернуть|возвращать|отмен|обмен|подписк|ارجاع|استرجاع|الغاء|تبديل|استبدال|اشتراك)\p{L}* /u;
const REFUSALS = [
  / (istemiyorum|istemiyoruz|istemiyom|istemiyoz|istemem|etmiyorum|etmeyecegim|etmeyecem|etmicem|etmiycem|yapmayacagim|yapmicam|sormuyorum|sormadim|demiyorum|demedim|kastetmedim|gerekmiyor|vazgectim|etmeyin|etmeyiniz|yapmayin|istegim yok|niyetim yok) /u,
  / (gerek yok|lazim degil|derdim degil|konum degil|sorum degil) /u,
  / degil $/u,
  / (don t|dont|do not|not|no longer|never) (\p{L}+ ){0,3}(want|need|asking|ask|looking|talking|interested|return\p{L}*|refund\p{L}*|cancel\p{L}*|exchange) /u,
  / (не|нет) (\p{L}+ ){0,2}(хочу|надо|нужн\p{L}*|возврат\p{L}*|отмен\p{L}*|обмен\p{L}*|возвращ\p{L}*|отменять|спрашива\p{L}*|про) /u,
  / (لا|ما|مو|مش|ليس) (\p{L}+ ){0,1}(اريد|ابغي|ابي|بدي|احتاج|اسال|ارجاع|الغاء|استرجاع)\p{L}* /u,
];

/** "İade istemiyorum", "not a refund", "не отмена": it says what is not wanted. A question is no refusal. */
function isRefused(text: string): boolean {
  if (isQuestion(text)) return false;
  const words = spaced(text);
  return REFUSALS.some((pattern) => pattern.test(words));
}

const namesWhat = (text: string): boolean => WHAT.test(spaced(text));

const QUESTION =
  / (m[iu]|mi(yim|yiz|sin|siniz|yim|dir|ydi)|mu(yum|yuz|sun|sunuz|dur|ydu)|ne|neden|niye|nicin|nasil|nerede|nerde|nerden|nereden|nereye|neresi|kac|kaca|kacta|hangi|hangisi|kim|kime|ne zaman|ne kadar|var m[iu]|what|when|where|which|who|why|how|do you|does|did|is there|are there|can i|can you|could you|is it|are you|will|что|когда|где|куда|какой|какая|какие|какое|сколько|как|почему|зачем|кто|можно|есть ли|ли|вы (?:делаете|продаете|проводите|принимаете|отправляете|работаете)|هل|متي|اين|وين|كيف|كم|بكم|ماذا|ما هو|ما هي|لماذا|ليش|شو|ايش|ممكن) /u;

/** Whether it asks, by a mark or a word. */
export function isQuestion(text: string): boolean {
  return /[?؟]|^\s*ما\s/.test(text) || QUESTION.test(spaced(text));
}

const POLITE =
  / (kontrol ed\p{L}*|bakar mis\p{L}*|bakabilir mis\p{L}*|yardimci ol\p{L}*|yardim ed\p{L}*|bilgi (ver|al)\p{L}*|cevap ver\p{L}*|donus yap\p{L}*|soyler mis\p{L}*|soyleyebilir mis\p{L}*|haber ver\p{L}*|iletir mis\p{L}*|ogrenebilir mi\p{L}*|sorabilir mi\p{L}*|bir sey sor\p{L}*|ne yapmam|ne yapabilir\p{L}*|ne yapacagi\p{L}*|can you (please )?(check|help|tell|look)|could you (please )?(check|help|tell|look)|let me know|can i ask|помо\p{L}*|подскаж\p{L}*|скажите|проверьте|посмотрите|можете|что делать|تساعد\p{L}*|افيدوني|ساعدوني|اسال) /u;
const isPoliteRequest = (text: string): boolean =>
  POLITE.test(spaced(text)) && contentWords(text).length <= 4;

const GENERIC = new Set(
  "fiyat fiyati fiyatlar fiyatlari ucret ucreti ucretler bilgi detay adres randevu siparis urun price prices info information cost цена цены стоимость информация سعر الاسعار معلومات".split(
    " ",
  ),
);

/** A word that may ask for anything ("fiyat?"): no single passage is meant. */
export const isGeneric = (text: string): boolean => {
  const words = contentWords(text);
  return words.length === 1 && wordsOf(text).length <= 2 && GENERIC.has(words[0]!);
};

/** Words that say nothing of what a question is about. */
const EMPTY = new Set(
  (
    "bir bi ve veya de da ki bu su o ben biz siz sizin sizde bana benim var yok mi mu miyim misiniz misin musunuz acaba lutfen peki ya yani ise icin ile gibi cok daha " +
    "ne nasil nerede nerde kac hangi kim neden niye zaman kadar olur oluyor merhaba selam iyi gunler hocam abi tamam evet hayir diyorum dedim sorum soru sey simdi " +
    "a an the is are do does did you your i my me we it this that can could would please to of in on at for and or what when where which who why how there have has hi hello so any " +
    "и в на у с к вы вас вам ваш я мне мой у ли есть это то как что где когда сколько какой какая какие можно здравствуйте привет а по для за " +
    "هل في من علي الي يا ما هو هي كم متي اين وين كيف عندكم لديكم انا انت هذا هذه مرحبا السلام عليكم او ممكن لو سمحت"
  ).split(" "),
);

/** The words of a text that say what it is about, folded. */
export const contentWords = (text: string): string[] => wordsOf(text).filter((word) => !EMPTY.has(word));

const SMALL_TALK =
  /(?<= )(?:acaba|lutfen|peki|hocam|abi|abla|kardesim|canim|efendim|ya|yaa|bir sorum (var|olacakti|olacak)|bi sorum (var|olacakti|olacak)|sorum (var|olacakti)|bir sey sor(acagim|acaktim|abilir miyim)|ogrenebilir miyim|ogrenmek istiyorum|bilgi (alabilir miyim|verir misiniz|almak istiyorum)|soyler misiniz|onu soruyor?u?m|diyorum|dedim|demistim|please|could you (please )?tell me|can you (please )?tell me|i would like to know|i want to know|i wanted to ask|quick question|пожалуйста|подскажите|скажите|а|من فضلك|لو سمحت|لو سمحتم|ممكن اعرف|اريد ان اعرف|حابب اعرف)(?= )/gu;

/** A question for the search: folded, without manners and without what is said around it. */
export function bareQuestion(text: string): string {
  const bare = ` ${stripManners(text)} `.replace(SMALL_TALK, "").replace(/ +/g, " ").trim();
  return bare === "" ? text : bare;
}

/** From so many words on a text says enough, question or not. */
const manyWords = 7;

function isWholeQuestion(text: string): boolean {
  const words = contentWords(text).length;
  return (isQuestion(text) && words >= 2 && wordsOf(text).length >= 3) || words >= manyWords;
}
