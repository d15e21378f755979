/** Something the reader can mend: shown as its message alone, without a stack. */
export class PlainError extends Error {
  readonly isPlain = true;
}

/** What to print of an error: the message of a known one or of an option that is none, the whole of an unknown one. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { isPlain, code } = error as { isPlain?: boolean; code?: unknown };
  const isOfTyped = typeof code === "string" && code.startsWith("ERR_PARSE_ARGS");
  return isPlain || isOfTyped || code === "DATABASE_NOT_READY"
    ? error.message
    : (error.stack ?? error.message);
}
