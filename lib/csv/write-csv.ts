/** A byte order mark, so that spreadsheets read UTF-8. */
export const csvMark = "\ufeff";

/**
 * CSV that spreadsheets open as it is: a byte order mark first; values quoted where needed; a value that a spreadsheet
 * would run as a formula gets an apostrophe before it.
 */
export function writeCsv(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${csvMark}${[heading, ...rows].map((row) => row.map(quote).join(",")).join("\r\n")}\r\n`;
}

/** One line of a file that is written as it comes; numbers and nothing stand as they are. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => (typeof value === "string" ? quote(value) : (value ?? ""))).join(",")}\r\n`;
}

/** What makes a spreadsheet take a value for a formula, in its full-width forms too. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
/** A number or a phone and nothing else: "+90 532 111 22 33", "-12,50". "-2+cmd|…" is none. */
const plainNumber = /^[+-]?\d[\d .,()/-]*$/;

function quote(value: string): string {
  const safe = formula.test(value) && !plainNumber.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
