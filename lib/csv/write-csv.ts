/**
 * CSV that spreadsheets open as it is: a byte order mark, so that they read UTF-8; values quoted where needed; a
 * value that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function writeCsv(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\ufeff${[heading, ...rows].map((row) => row.map(quote).join(",")).join("\r\n")}\r\n`;
}

/** What makes a spreadsheet take a value for a formula, in its full-width forms too. */
const formula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
/** A number or a phone and nothing else: "+90 532 111 22 33", "-12,50". "-2+cmd|…" is none. */
const plainNumber = /^[+-]?\d[\d .,()/-]*$/;

function quote(value: string): string {
  const safe = formula.test(value) && !plainNumber.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
