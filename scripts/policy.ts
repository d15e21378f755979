/**
 * Prints who may do what, from the one policy table that every verb checks (`npm run policy`).
 */
import { policy, type Verb } from "@/server/kernel";

const roles = ["owner", "admin", "supervisor", "support", "analyst"] as const;

const header = ["verb", ...roles, "also"];
const rows = (Object.keys(policy) as Verb[]).map((verb) => {
  const rule: { roles: readonly string[]; actors?: readonly string[] } = policy[verb];
  return [
    verb,
    ...roles.map((role) => (rule.roles.includes(role) ? "yes" : "–")),
    (rule.actors ?? []).join(", "),
  ];
});

const widths = header.map((title, column) =>
  Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
);
const format = (cells: string[]) =>
  cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join("  ")
    .trimEnd();
const rule = widths.map((width) => "-".repeat(width));

process.stdout.write(`${[header, rule, ...rows].map(format).join("\n")}\n`);
process.stdout.write(
  "\nMembers act by role; “also” names the other kinds of actor. An API key needs the verb among its scopes, too.\n",
);
