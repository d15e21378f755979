import { foldText, lowerTurkish, tokenise } from "@/lib/text/fold";
import { insults } from "./signals";

/** Words of impatience and anger, weighed 1, and of outrage, weighed 2. */
const IMPATIENT =
  /(?<= )(?:hala|halen|artik|yeter\p{L}*|kac gun(dur)?|kac kere|kac defa|kacinci kez|defalarca|surekli|bir turlu|neden kimse|kimse (cevap|yok)|cevap (vermiyor|yok)\p{L}*|bekliyorum|beklet\p{L}*|oyalama\p{L}*|magdur\p{L}*|sikayet\p{L}*|ciddiyet\p{L}*|still|again|how many times|waiting for|no one|nobody|every time|yet|опять|снова|до сих пор|сколько можно|никто не|жду|ждать|уже неделю|ما زال|مازال|الي الان|لحد الان|كل مره|كم مره|لا احد|ما حد|انتظر|منتظر)(?= )/gu;
const OUTRAGED =
  /(?<= )(?:rezalet\p{L}*|rezil\p{L}*|sacmal\p{L}*|sacma sapan|skandal|berbat|igrenc|yuh|yazik(lar)? (olsun|size)|biktim|usandim|delirt\p{L}*|delirecegim|cildir\p{L}*|sinir\p{L}*|kafayi yiyecegim|dalga mi geciyor\p{L}*|alay mi ediyor\p{L}*|ne bicim|utanmaz\p{L}*|utanin|insaf\p{L}*|pismanim|son kez|bir daha asla|en kotu|ridiculous|unacceptable|terrible|horrible|awful|disgusting|pathetic|worst|fed up|sick of|furious|angry|outrag\p{L}*|joke|useless|never again|waste of|безобрази\p{L}*|ужас\p{L}*|кошмар\p{L}*|надоел\p{L}*|достали|бесит|издеваетесь|позор|отврат\p{L}*|невозможно|хамств\p{L}*|худш\p{L}*|مهزله|مهازل|فضيحه|عيب عليكم|زهقت|طفح|قرفت|اسوا|سيي جدا|غير مقبول|مقرف|استهتار|حرام عليكم|ملل\p{L}*)(?= )/gu;

const capitalLetters = 12;

/**
 * How angry a message sounds, 0 (calm) to 4: impatient words, outrage, shouting (capitals, marks in a row), insults.
 */
export function readAnger(text: string): number {
  const words = ` ${tokenise(foldText(text)).join(" ")} `;
  const impatient = Math.min(1, count(words, IMPATIENT));
  const outraged = Math.min(2, count(words, OUTRAGED)) * 2;
  const level = impatient + outraged + (shouts(text) ? 1 : 0) + (insults(text) ? 2 : 0);
  return Math.min(4, level);
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

function shouts(text: string): boolean {
  if (/[!?؟]{3,}|!\s*!/.test(text)) return true;
  const letters = [...text].filter(
    (letter) => /\p{L}/u.test(letter) && lowerTurkish(letter) !== letter.toUpperCase(),
  );
  const capitals = letters.filter((letter) => letter !== lowerTurkish(letter));
  return letters.length >= capitalLetters && capitals.length >= letters.length * 0.7;
}

/** Below this a message is no more than impatient. */
const angry = 2;

export const isAngry = (text: string): boolean => readAnger(text) >= angry;

/**
 * Whether a customer grows angrier: angry now, and more so than a message before, or angry for the second time.
 *
 * @param earlier the customer's earlier messages, the newest first
 */
export function growsAngry(text: string, earlier: readonly string[]): boolean {
  const now = readAnger(text);
  if (now < angry || earlier.length === 0) return false;
  const before = earlier.slice(0, 3).map(readAnger);
  return (
    before.some((level) => level >= angry) || (now > Math.max(...before) && before.some((level) => level > 0))
  );
}
