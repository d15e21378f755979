/**
 * The text of a file that people saved from a spreadsheet: UTF-8 (with or without a byte order mark), UTF-16 by its
 * mark, else Windows-1254, which is what Turkish Excel writes as "CSV".
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: every byte is a letter in the old Turkish code page.
    return new TextDecoder("windows-1254").decode(bytes);
  }
}
