import { foldText } from "@/lib/text/fold";

/** What a canned reply may hold between double braces. */
export const variables = [
  "customer.name",
  "customer.firstName",
  "member.name",
  "member.firstName",
  "workspace.name",
] as const;
export type Variable = (typeof variables)[number];

const anyVariable = /\{\{\s*([\w.]*)\s*\}\}/g;

/** The first variable in the text that does not exist; null when all do. */
export function unknownVariable(text: string): string | null {
  for (const [, name = ""] of text.matchAll(anyVariable)) {
    if (!(variables as readonly string[]).includes(name)) return name;
  }
  return null;
}

/** The text as it is sent. A first name is the first word of the name. */
export function fillReply(
  text: string,
  names: { customer: string; member: string; workspace: string },
): string {
  const first = (name: string) => name.trim().split(/\s+/)[0] ?? "";
  const values: Record<Variable, string> = {
    "customer.name": names.customer,
    "customer.firstName": first(names.customer),
    "member.name": names.member,
    "member.firstName": first(names.member),
    "workspace.name": names.workspace,
  };
  return text.replace(anyVariable, (whole, name: string) => values[name as Variable] ?? whole);
}

/** `İade Süreci` → `iade-sureci`: what is typed after the slash. Empty when nothing of it can be typed. */
export function toShortcut(given: string): string {
  return foldText(given)
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

/** The shortcut that is being typed: a slash at the beginning of the text and what stands after it; null when none is. */
export function openShortcut(text: string): string | null {
  return /^\/([\p{L}\p{N}-]*)$/u.exec(text)?.[1] ?? null;
}

/** The replies a beginning may mean: by shortcut first, then by a word of the text. */
export function findReplies<Reply extends { shortcut: string; text: string }>(
  replies: readonly Reply[],
  typed: string,
): Reply[] {
  const wanted = toShortcut(typed);
  const byShortcut = replies.filter(({ shortcut }) => shortcut.startsWith(wanted));
  if (wanted.length < 2) return byShortcut;
  const byWord = replies.filter(
    (reply) => !byShortcut.includes(reply) && ` ${foldText(reply.text)}`.includes(` ${wanted}`),
  );
  return [...byShortcut, ...byWord];
}
