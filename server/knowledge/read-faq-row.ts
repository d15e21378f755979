import type { KnownColumn } from "@/lib/tables/guess-columns";
import { foldText } from "@/lib/text/fold";
import type { ImportEnv, ReadRow, RowProblem } from "@/server/kernel";
import { type FaqRow, questionKey } from "./internal";
import {
  type FaqLanguage,
  faqLanguages,
  maxAnswerLength,
  maxQuestionLength,
  maxTagLength,
  maxTags,
  tidyTags,
} from "./rules";

export type ImportedEntry = Pick<FaqRow, "question" | "answer" | "language" | "tags">;

const languageWords: Record<FaqLanguage, readonly string[]> = {
  tr: ["tr", "turkce", "turkish", "турецкий", "التركيه"],
  en: ["en", "ingilizce", "english", "английский", "الانجليزيه"],
  ru: ["ru", "rusca", "russian", "русский", "الروسيه"],
  ar: ["ar", "arapca", "arabic", "арабский", "العربيه"],
};

export const faqImportColumns = [
  {
    name: "question",
    isRequired: true,
    headings: ["soru", "sorular", "question", "questions", "q", "вопрос", "вопросы", "السؤال", "سؤال"],
    looks: (value) => /[?؟]\s*$/.test(value),
  },
  {
    name: "answer",
    isRequired: true,
    headings: [
      "cevap",
      "yanıt",
      "cevaplar",
      "yanıtlar",
      "answer",
      "answers",
      "a",
      "ответ",
      "ответы",
      "الجواب",
      "الإجابة",
    ],
    looks: (value) => value.length > 30 && !/[?؟]\s*$/.test(value),
  },
  {
    name: "language",
    isRequired: false,
    headings: ["dil", "language", "lang", "язык", "اللغة"],
    looks: (value) => readLanguage(value) !== undefined,
  },
  {
    name: "tags",
    isRequired: false,
    headings: [
      "etiketler",
      "etiket",
      "konu",
      "kategori",
      "tags",
      "tag",
      "category",
      "теги",
      "категория",
      "الوسوم",
      "التصنيف",
    ],
  },
] as const satisfies readonly KnownColumn[];

/** One row of a file of questions. Tags are parted by `|`, `;` or `,`; without a language it is the workspace's. */
export function readFaqRow(
  values: Readonly<Record<string, string>>,
  { defaultLanguage }: Pick<ImportEnv, "defaultLanguage">,
): ReadRow<ImportedEntry> {
  const { question = "", answer = "", language: said = "", tags: listed = "" } = values;
  const problems: RowProblem[] = [];
  if (!question) problems.push({ code: "valueMissing", column: "question" });
  if (!answer) problems.push({ code: "valueMissing", column: "answer" });
  if (question.length > maxQuestionLength) problems.push({ code: "valueTooLong", column: "question" });
  if (answer.length > maxAnswerLength) problems.push({ code: "valueTooLong", column: "answer" });
  const language = said ? readLanguage(said) : defaultLanguage;
  if (!language) problems.push({ code: "languageUnknown", column: "language", value: said.slice(0, 40) });
  const tags = tidyTags(listed.split(/[|;,]/));
  if (tags.length > maxTags || tags.some((tag) => tag.length > maxTagLength)) {
    problems.push({ code: "valueTooLong", column: "tags" });
  }
  if (problems.length > 0 || !language) return { key: "", label: question, problems, value: null };
  const entry = { question, answer, language, tags };
  return { key: questionKey(entry), label: question, problems, value: entry };
}

function readLanguage(text: string): FaqLanguage | undefined {
  const word = foldText(text).trim();
  return faqLanguages.find((language) => languageWords[language].includes(word));
}
