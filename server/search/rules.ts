import { foldText, tokenise } from "@/lib/text/fold";

/** What can stand before the colon, each with what it is called in the languages of the panel. */
export const operators = {
  from: ["from", "kimden", "yazan", "от", "من"],
  customer: ["customer", "müşteri", "клиент", "عميل"],
  member: ["member", "assigned", "assignee", "üye", "atanan", "участник", "назначен", "عضو", "مسند"],
  channel: ["channel", "bot", "kanal", "канал", "бот", "قناة", "بوت"],
  tag: ["tag", "label", "etiket", "метка", "тег", "وسم"],
  is: ["is", "durum", "статус", "حالة"],
  has: ["has", "içeren", "есть", "يحتوي"],
  lang: ["lang", "language", "dil", "язык", "لغة"],
  intent: ["intent", "konu", "тема", "موضوع"],
  order: ["order", "sipariş", "заказ", "طلب"],
  after: ["after", "since", "sonra", "после", "بعد"],
  before: ["before", "until", "önce", "до", "قبل"],
  on: ["on", "gün", "tarih", "день", "дата", "يوم"],
} as const;
export type SearchOperator = keyof typeof operators;
export const operatorNames = Object.keys(operators) as SearchOperator[];

/** The values of those operators that have a closed list, each with its other names. */
export const closedValues = {
  from: {
    customer: ["customer", "müşteri", "клиент", "عميل"],
    member: ["member", "team", "üye", "ekip", "команда", "сотрудник", "فريق", "عضو"],
    agent: ["agent", "asistan", "ассистент", "مساعد"],
    me: ["me", "ben", "я", "أنا"],
  },
  is: {
    open: ["open", "açık", "открыт", "مفتوح"],
    closed: ["closed", "kapalı", "закрыт", "مغلق"],
    waiting: ["waiting", "bekleyen", "ждет", "ينتظر"],
    snoozed: ["snoozed", "ertelenen", "отложен", "مؤجل"],
    urgent: ["urgent", "acil", "срочно", "عاجل"],
    spam: ["spam", "спам", "مزعج"],
  },
  has: {
    file: ["file", "dosya", "файл", "ملف"],
    photo: ["photo", "fotoğraf", "foto", "фото", "صورة"],
    video: ["video", "видео", "فيديو"],
    voice: ["voice", "ses", "голос", "صوت"],
    location: ["location", "konum", "место", "موقع"],
  },
  lang: {
    tr: ["tr", "türkçe", "turkish", "турецкий", "التركية"],
    en: ["en", "ingilizce", "english", "английский", "الإنجليزية"],
    ru: ["ru", "rusça", "russian", "русский", "الروسية"],
    ar: ["ar", "arapça", "arabic", "арабский", "العربية"],
  },
} as const;

/** Whom `member:` and `from:` mean without a name. */
export const myself: readonly string[] = closedValues.from.me.map(foldText);
export const nobody: readonly string[] = ["nobody", "none", "kimse", "никто", "لا أحد"].map(foldText);

export type SearchFilter = { operator: SearchOperator; value: string; isNot: boolean };

/** Words beside each other, the last one perhaps unfinished unless it stood in quotes. */
export type Needle = { terms: readonly string[]; isExact: boolean };

/** What of a search could not be understood; the rest is looked for all the same. */
export type SearchProblem = {
  code: "operatorUnknown" | "valueMissing" | "valueUnknown" | "dateUnknown" | "tooMany" | "tooMuch";
  /** As it was typed. */
  token: string;
  /** Some of what would be understood there. */
  known: readonly string[];
};

export type SearchQuery = {
  needles: readonly Needle[];
  without: readonly Needle[];
  filters: readonly SearchFilter[];
  problems: readonly SearchProblem[];
};

export const maxSearchLength = 300;
/** More words than this are not looked for: the first ones narrow enough. */
const maxNeedles = 12;
const maxFilters = 20;
/** A word is found by so many of its letters. */
const maxTermLength = 48;

/** A word as it is looked for. What is cut is cut between letters: half of one is none that a database keeps. */
const toTerm = (word: string): string =>
  word.length > maxTermLength ? word.slice(0, maxTermLength).replace(/[\ud800-\udbff]$/, "") : word;

const byAlias = new Map<string, SearchOperator>(
  operatorNames.flatMap((name) => operators[name].map((alias) => [foldText(alias), name] as const)),
);

// An optional minus, then `name:"value"`, `name:value`, a phrase or a word; quotes of every keyboard.
const part =
  /(?<not>-)?(?:(?<name>[\p{L}\p{M}_]+):(?:["“”„«](?<quoted>[^"“”„«»]*)["“”»]|(?<value>[^\s"“”„«»]*))|["“”„«](?<phrase>[^"“”„«»]*)(?:["“”»]|$)|(?<word>[^\s"“”„«»]+))/gu;
/** What looks like an operator and is an address. */
const schemes = new Set(["http", "https", "mailto", "tg"]);

/** Reads what was typed into a search: `kargo from:customer -tag:vip "iade kodu" after:2026-11-01`. */
export function readSearch(typed: string): SearchQuery {
  const needles: Needle[] = [];
  const without: Needle[] = [];
  const filters: SearchFilter[] = [];
  const problems: SearchProblem[] = [];
  for (const { 0: whole, groups = {} } of typed.slice(0, maxSearchLength).matchAll(part)) {
    const { name, quoted, value = quoted, phrase, word } = groups;
    const isNot = groups.not !== undefined;
    if (name !== undefined && !schemes.has(name.toLowerCase())) {
      const read = readFilter(name, (value ?? "").trim(), isNot, whole);
      if ("code" in read) problems.push(read);
      else filters.push(read);
      continue;
    }
    const terms = tokenise(foldText(phrase ?? word ?? whole)).map(toTerm);
    if (terms.length === 0) continue;
    (isNot ? without : needles).push({ terms, isExact: phrase !== undefined });
  }
  if (needles.length > maxNeedles || without.length > maxNeedles || filters.length > maxFilters)
    problems.push({ code: "tooMuch", token: String(maxNeedles), known: [] });
  return {
    needles: needles.slice(0, maxNeedles),
    without: without.slice(0, maxNeedles),
    filters: filters.slice(0, maxFilters),
    problems,
  };
}

function readFilter(
  name: string,
  value: string,
  isNot: boolean,
  token: string,
): SearchFilter | SearchProblem {
  const operator = byAlias.get(foldText(name));
  if (!operator) return { code: "operatorUnknown", token: `${name}:`, known: operatorNames };
  const closed: Record<string, readonly string[]> | null =
    operator in closedValues ? closedValues[operator as keyof typeof closedValues] : null;
  if (value === "") return { code: "valueMissing", token, known: closed ? Object.keys(closed) : [] };
  if (!closed) return { operator, value, isNot };
  const wanted = foldText(value);
  const found = Object.entries(closed).find(([, names]) => names.some((one) => foldText(one) === wanted));
  return found
    ? { operator, value: found[0], isNot }
    : { code: "valueUnknown", token, known: Object.keys(closed) };
}

/** A word of a text as it is looked for, and where it stands. */
export type Token = { term: string; start: number; end: number };

// With what clings to letters and is not seen: a zero-width joiner inside a word does not part it.
const run = /[\p{L}\p{N}\p{M}\p{Cf}]+/gu;

export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(run)) {
    const [start, end] = [match.index, match.index + match[0].length];
    for (const term of tokenise(foldText(match[0]))) tokens.push({ term: toTerm(term), start, end });
  }
  return tokens;
}

/** Whether everything that is wanted stands in the text, and nothing of what is not. */
export function isFound(query: Pick<SearchQuery, "needles" | "without">, tokens: readonly Token[]): boolean {
  const stands = (needle: Needle) => findNeedle(needle, tokens, 0) >= 0;
  return query.needles.every(stands) && !query.without.some(stands);
}

/** Where the needle stands from `from` on, or -1. */
function findNeedle({ terms, isExact }: Needle, tokens: readonly Token[], from: number): number {
  for (let at = from; at + terms.length <= tokens.length; at += 1) {
    const isHere = terms.every((term, index) => {
      const token = tokens[at + index]!.term;
      return isExact || index < terms.length - 1 ? token === term : token.startsWith(term);
    });
    if (isHere) return at;
  }
  return -1;
}

export type ExcerptPart = { text: string; isHit: boolean };

/** So much of a message stands in a list of results. */
const excerptLength = 180;
/** And so much of it before the first word that was found. */
const leadLength = 50;

/** The part of a text around the first word that was found, with all that were found told apart. */
export function toExcerpt(text: string, needles: readonly Needle[]): ExcerptPart[] {
  const tokens = readTokens(text);
  const hits: { start: number; end: number }[] = [];
  for (const needle of needles) {
    for (let at = findNeedle(needle, tokens, 0); at >= 0; at = findNeedle(needle, tokens, at + 1)) {
      hits.push({ start: tokens[at]!.start, end: tokens[at + needle.terms.length - 1]!.end });
    }
  }
  hits.sort((one, other) => one.start - other.start);
  const first = hits[0]?.start ?? 0;
  // From the beginning of a word.
  const begin =
    first <= leadLength ? 0 : (tokens.find(({ start }) => start >= first - leadLength)?.start ?? first);
  const end = Math.min(text.length, begin + excerptLength);
  const parts: ExcerptPart[] = [];
  let at = begin;
  const add = (to: number, isHit: boolean) => {
    if (to > at) parts.push({ text: text.slice(at, to).toWellFormed(), isHit });
    at = Math.max(at, to);
  };
  for (const hit of hits) {
    if (hit.start >= end) break;
    add(hit.start, false);
    add(Math.min(hit.end, end), true);
  }
  add(end, false);
  if (begin > 0) parts.unshift({ text: "… ", isHit: false });
  if (end < text.length) parts.push({ text: " …", isHit: false });
  return parts;
}
