/** A finding that is known and lived with for a while: why, and until when (a day, as 2027-01-31). */
export type Allowance = { id: string; package: string; reason: string; until: string };

type Advisory = { source?: number; url?: string; title?: string; severity?: string };
type Vulnerability = { name: string; severity: string; via: (Advisory | string)[] };
export type AuditReport = {
  vulnerabilities?: Record<string, Vulnerability>;
  error?: unknown;
  message?: string;
};

export type Verdict = { isAsked: boolean; problems: string[]; notes: string[] };

const serious = new Set(["high", "critical"]);

/**
 * Judges what `npm audit --json` printed. A serious finding is a problem unless it stands among the allowed ones and its
 * day has not passed; a lesser one is a note. Where the registry did not answer nothing is a problem, and it is said.
 */
export function judgeAudit(printed: string, allowed: readonly Allowance[], today: string): Verdict {
  const report = parse(printed);
  if (!report?.vulnerabilities) {
    const why = report?.message ?? "no answer";
    return { isAsked: false, problems: [], notes: [`The registry could not be asked (${why}).`] };
  }
  const verdict: Verdict = { isAsked: true, problems: [], notes: [] };
  const seen = new Set<string>();
  for (const { name, severity, via } of Object.values(report.vulnerabilities)) {
    for (const advisory of via) {
      // A package that only uses a vulnerable one is told with that one.
      if (typeof advisory === "string") continue;
      const id = advisory.url?.split("/").at(-1) ?? String(advisory.source);
      if (seen.has(`${id} ${name}`)) continue;
      seen.add(`${id} ${name}`);
      const line = `${name}: ${advisory.title ?? "a known weakness"} (${id}, ${advisory.severity ?? severity})`;
      const allowance = allowed.find((one) => one.id === id && one.package === name);
      if (!serious.has(advisory.severity ?? severity)) verdict.notes.push(line);
      else if (!allowance) verdict.problems.push(line);
      else if (allowance.until < today)
        verdict.problems.push(`${line}: lived with until ${allowance.until} only`);
      else verdict.notes.push(`${line}: lived with until ${allowance.until}: ${allowance.reason}`);
    }
  }
  return verdict;
}

function parse(printed: string): AuditReport | null {
  try {
    return JSON.parse(printed) as AuditReport;
  } catch {
    return null;
  }
}
