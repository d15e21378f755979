export type MessageTree = { [key: string]: string | MessageTree };

/** `own` where it has a text, `fallback` elsewhere; keys that `fallback` lacks are dropped. */
export function withFallback(own: MessageTree, fallback: MessageTree): MessageTree {
  const merged: MessageTree = {};
  for (const [key, text] of Object.entries(fallback)) {
    const mine = own[key];
    if (typeof text === "string") merged[key] = typeof mine === "string" ? mine : text;
    else merged[key] = withFallback(typeof mine === "object" ? mine : {}, text);
  }
  return merged;
}
