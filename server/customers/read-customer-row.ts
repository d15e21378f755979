import { normalisePhone } from "@/lib/phone/normalise-phone";
import { emailHeadings, phoneHeadings } from "@/lib/tables/contact-headings";
import type { KnownColumn } from "@/lib/tables/guess-columns";
import { foldText } from "@/lib/text/fold";
import { type FieldProblem, type FieldRow, fieldColumn, readFieldValue } from "@/server/fields";
import type { ImportColumn, ReadRow, RowProblem } from "@/server/kernel";
import { normaliseIdentity } from "./rules";

export type ImportedCustomer = {
  displayName: string;
  language: string | null;
  /** At least one. */
  identities: { kind: "phone" | "email"; value: string }[];
  /** What it says of the workspace's own fields; of an empty cell it says nothing. */
  answers: { fieldId: string; value: string; key: string }[];
};

const languages: Record<string, readonly string[]> = {
  tr: ["tr", "turkce", "turkish", "турецкий", "التركيه"],
  en: ["en", "ingilizce", "english", "английский", "الانجليزيه"],
  ru: ["ru", "rusca", "russian", "русский", "الروسيه"],
  ar: ["ar", "arapca", "arabic", "арабский", "العربيه"],
};

const maxNameLength = 200;

export const customerImportColumns = [
  {
    name: "name",
    isRequired: true,
    headings: [
      ...[
        "ad soyad",
        "ad",
        "isim",
        "müşteri",
        "müşteri adı",
        "name",
        "full name",
        "customer",
        "customer name",
      ],
      ...["имя", "фио", "клиент", "الاسم", "اسم العميل", "العميل"],
    ],
  },
  {
    name: "phone",
    isRequired: false,
    headings: phoneHeadings,
    looks: (value) => normalisePhone(value) !== null,
  },
  {
    name: "email",
    isRequired: false,
    headings: emailHeadings,
    looks: (value) => normaliseIdentity("email", value) !== null,
  },
  {
    name: "language",
    isRequired: false,
    headings: ["dil", "language", "lang", "язык", "اللغة"],
    looks: (value) => readLanguage(value) !== null,
  },
] as const satisfies readonly KnownColumn[];

/**
 * One row of a file of customers. Without a phone or an e-mail that can be read nobody could be found by it again, so
 * it is refused; one of the two that cannot be read is left out and remarked.
 */
export function readCustomerRow(
  values: Readonly<Record<string, string>>,
  fields: readonly FieldRow[] = [],
): ReadRow<ImportedCustomer> {
  const { name = "", phone = "", email = "", language = "" } = values;
  const problems: RowProblem[] = [];
  const identities: ImportedCustomer["identities"] = [];
  for (const [kind, given] of [
    ["phone", phone],
    ["email", email],
  ] as const) {
    const value = given ? normaliseIdentity(kind, given) : null;
    if (value) identities.push({ kind, value });
    else if (given) problems.push({ code: `${kind}Unreadable`, column: kind, value: given.slice(0, 80) });
  }
  const label = name || phone || email;
  const refuse = (problem: RowProblem): ReadRow<ImportedCustomer> => ({
    key: "",
    label,
    problems: [...problems, problem],
    value: null,
  });
  if (!name) return refuse({ code: "valueMissing", column: "name" });
  if (name.length > maxNameLength) return refuse({ code: "valueTooLong", column: "name" });
  if (identities.length === 0) return refuse({ code: "noWayToKnow" });
  const { kind, value } = identities[0]!;
  const answers: ImportedCustomer["answers"] = [];
  for (const field of fields) {
    const given = values[fieldColumn(field.id)] ?? "";
    const read = readFieldValue(field, given);
    if (read && "problem" in read)
      problems.push({ code: problemCodes[read.problem], column: field.name, value: given.slice(0, 80) });
    else if (read) answers.push({ fieldId: field.id, ...read });
  }
  return {
    key: `${kind} ${value}`,
    label,
    problems,
    value: { displayName: name, language: readLanguage(language), identities, answers },
  };
}

const problemCodes: Record<FieldProblem, string> = {
  tooLong: "fieldTooLong",
  notANumber: "fieldNotANumber",
  notADay: "fieldNotADay",
  notYesNo: "fieldNotYesNo",
  notAChoice: "fieldNotAChoice",
};

/** A column of the file for each of the workspace's own fields, found by its name. */
export const fieldColumns = (fields: readonly FieldRow[]): ImportColumn[] =>
  fields.map((field) => ({
    name: fieldColumn(field.id),
    label: field.name,
    isRequired: false,
    headings: [field.name],
  }));

function readLanguage(text: string): string | null {
  const word = foldText(text).trim();
  return Object.keys(languages).find((language) => languages[language]?.includes(word)) ?? null;
}
