import { Cron } from "croner";

/** `TZ=Europe/Istanbul 30 3 * * *`: a zone, where it is not UTC, and the pattern. */
const withZone = /^TZ=(\S+)\s+(.+)$/;

const split = (expression: string): { timezone: string; pattern: string } => {
  const [, timezone = "UTC", pattern = expression] = withZone.exec(expression) ?? [];
  return { timezone, pattern };
};

/**
 * The first moment after another one that a cron names. Where the clocks go forward over it, it comes at the moment after;
 * where they go back, once.
 *
 * @param expression five fields, or six with seconds before them; in UTC unless it begins with `TZ=Europe/Istanbul `
 * @throws Error when the expression is none, or never comes
 */
export function nextTick(expression: string, after: Date): Date {
  const { timezone, pattern } = split(expression);
  const next = new Cron(pattern, { timezone }).nextRun(after);
  if (!next) throw new Error(`The cron "${expression}" never comes.`);
  return next;
}

/** Whether an expression is a cron that comes: of five fields, none of them seconds. */
export function isCron(expression: string): boolean {
  if (split(expression).pattern.trim().split(/\s+/).length !== 5) return false;
  try {
    nextTick(expression, new Date());
    return true;
  } catch {
    return false;
  }
}
