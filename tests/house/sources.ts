/** A comment that switches a check off. */
const disable =
  /(?:biome-ignore(?:-all|-start)?\b|@ts-(?:expect-error|ignore|nocheck)|eslint-disable|knip-ignore)/;
const openWork = new RegExp(`\\b(?:${["TO", "DO"].join("")}|FIX${"ME"}|X${"XX"}|HA${"CK"})\\b`);

export type Finding = { line: number; what: string };

/**
 * What the linter does not see in a source file: work left open, and a check switched off without its reason (after
 * the colon, or in a comment on the line above).
 */
export function findLooseEnds(source: string): Finding[] {
  const findings: Finding[] = [];
  const lines = source.split("\n");
  lines.forEach((text, index) => {
    const line = index + 1;
    if (openWork.test(text)) findings.push({ line, what: "work left open: do it, or open an issue" });
    const found = disable.exec(text);
    if (!found || !isComment(text)) return;
    const said = text
      .slice(found.index + found[0].length)
      .replace(/^[^:]*:?/, "")
      .trim();
    const above = lines[index - 1]?.trim() ?? "";
    if (said.length < 10 && !isComment(above))
      findings.push({ line, what: "a check switched off without a reason" });
  });
  return findings;
}

const isComment = (text: string) => /(?:\/\/|\/\*|^\s*\*|\{\/\*|^\s*#)/.test(text);

/** Kebab-case, with the names that Next and tools give: `[workspace]`, `(site)`, `data.generated.ts`, `0001_x.sql`. */
export function isWellNamed(path: string): boolean {
  return path.split("/").every((part) =>
    part
      .replace(/^\.+/, "")
      .replace(/^\(([^)]+)\)$|^\[{1,2}(?:\.\.\.)?(\w+)\]{1,2}$/, "a")
      .split(".")
      .every((word) => /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(word)),
  );
}
