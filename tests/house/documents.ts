/** Rooms and root folders: a word in backticks that starts with one of them is a path. */
const rooms =
  "app|components|server|db|lib|sandbox|messages|public|tests|scripts|deploy|docs|instrumentation\\.ts|\\.ci|\\.github";
const roomPath = new RegExp(`^(?:\\./|@/)?(?:${rooms})(?:/|$)`);
const fileName = /^[\w.[\]*-]+\.(?:md|tsx?|mjs|json|sql|sh|ya?ml|css)$/;

export type Claim = { line: number; text: string; kind: "path" | "script" | "link" };

/**
 * What a document says exists: paths in backticks, relative links, and `npm run …`. Routes (`/api/health`), code
 * blocks' trees and words with spaces are not paths.
 */
export function findClaims(markdown: string): Claim[] {
  const claims: Claim[] = [];
  let isFenced = false;
  markdown.split("\n").forEach((content, index) => {
    const line = index + 1;
    if (content.trimStart().startsWith("```")) isFenced = !isFenced;
    for (const [, name] of content.matchAll(/npm run (?:-s )?([\w:-]+)/g)) {
      if (name) claims.push({ line, text: name, kind: "script" });
    }
    if (isFenced) return;
    for (const [, text = ""] of content.matchAll(/`([^`\s]+)`/g)) {
      const path = text.replace(/:\d+$/, "").replace(/#.*$/, "");
      if (roomPath.test(path) || fileName.test(path)) claims.push({ line, text: path, kind: "path" });
    }
    for (const [, target = ""] of content.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (!/^(?:[a-z]+:|#|\/)/.test(target))
        claims.push({ line, text: target.replace(/#.*$/, ""), kind: "link" });
    }
  });
  return claims;
}

export type House = { paths: readonly string[]; scripts: readonly string[] };

/**
 * Whether what a document claims is there. `<domain>` stands for one name, `*` for part of one, `**` for any depth,
 * `{a,b}` or `a|b` for either; an ending such as `.ts` may be left out. A path counts from the root or from the document's
 * own folder; a bare file name may stand anywhere.
 */
export function isKept(claim: Claim, document: string, house: House): boolean {
  if (claim.kind === "script") return house.scripts.includes(claim.text);
  const folder = document.includes("/") ? document.slice(0, document.lastIndexOf("/") + 1) : "";
  const path = claim.text.replace(/^@\//, "").replace(/\/$/, "");
  const isBareName = claim.kind === "path" && !path.includes("/");
  const candidates =
    claim.kind === "link" ? [normalise(folder + path)] : [normalise(path), normalise(folder + path)];
  if (isBareName) candidates.push(`**/${path}`);
  return candidates.some((candidate) => {
    const pattern = toPattern(candidate);
    return house.paths.some((existing) => pattern.test(existing));
  });
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function toPattern(path: string): RegExp {
  const source = path
    .replaceAll(/[\w-]+(?:\|[\w-]+)+/g, (choices) => `{${choices.replaceAll("|", ",")}}`)
    .replaceAll(/<[^>]*>/g, "\uE000")
    .replaceAll(/[.+?^$()|[\]\\]/g, "\\$&")
    .replaceAll(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(",", "|")})`)
    .replaceAll("**/", "\uE001")
    .replaceAll("**", "\uE002")
    .replaceAll(/\*|\uE000/g, "[^/]*")
    .replaceAll("\uE001", "(?:.*/)?")
    .replaceAll("\uE002", ".*");
  return new RegExp(`^${source}(?:\\.(?:tsx?|mjs))?$`);
}
