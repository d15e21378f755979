import { readTokens } from "./rules";

/** No message is found by more different words than this: a wall of text must not fill the index. */
const maxTerms = 400;

/** What a message is found by: the words of its text and of its file's name. */
export function termsOfMessage(message: { text: string; fileName: string | null }): Set<string> {
  const terms = new Set<string>();
  for (const { term } of readTokens(`${message.text} ${message.fileName ?? ""}`)) {
    terms.add(term);
    if (terms.size === maxTerms) break;
  }
  return terms;
}
