/**
 * CSV that spreadsheets open as it is: a byte order mark, so that they read UTF-8; values quoted where needed; a
 * value that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function writeCsv(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\ufeff${[heading, ...rows].map((row) => row.map(quote).join(",")).join("\r\n")}\r\n`;
}

function quote(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d/.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
