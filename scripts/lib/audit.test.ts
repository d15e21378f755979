import { describe, expect, test } from "vitest";
import { judgeAudit } from "./audit";

const advisory = (id: string, severity: string) => ({
  title: "Prototype pollution",
  url: `https://github.com/advisories/${id}`,
  severity,
});
const report = (severity: string) =>
  JSON.stringify({
    vulnerabilities: {
      deep: { name: "deep", severity, via: [advisory("GHSA-1", severity)] },
      shallow: { name: "shallow", severity, via: ["deep"] },
    },
  });
const allowance = { id: "GHSA-1", package: "deep", reason: "only in the build", until: "2026-12-31" };

describe("judgeAudit", () => {
  test.each(["high", "critical"])("a %s finding is a problem, told once", (severity) => {
    const { isAsked, problems } = judgeAudit(report(severity), [], "2026-11-21");
    expect(isAsked).toBe(true);
    expect(problems).toEqual([`deep: Prototype pollution (GHSA-1, ${severity})`]);
  });

  test("a lesser one is a note", () => {
    const { problems, notes } = judgeAudit(report("moderate"), [], "2026-11-21");
    expect([problems.length, notes.length]).toEqual([0, 1]);
  });

  test("what is lived with passes until its day, for its own package only", () => {
    expect(judgeAudit(report("high"), [allowance], "2026-12-31").problems).toEqual([]);
    expect(judgeAudit(report("high"), [allowance], "2027-01-01").problems).toHaveLength(1);
    expect(
      judgeAudit(report("high"), [{ ...allowance, package: "other" }], "2026-11-21").problems,
    ).toHaveLength(1);
  });

  test("nothing found is nothing to say", () => {
    expect(judgeAudit('{"vulnerabilities":{}}', [], "2026-11-21")).toEqual({
      isAsked: true,
      problems: [],
      notes: [],
    });
  });

  test.each(["", "not json", '{"message":"405 Method Not Allowed","error":{}}', "{}"])(
    "a registry that does not answer fails nothing, and is told: %j",
    (printed) => {
      const { isAsked, problems, notes } = judgeAudit(printed, [allowance], "2030-01-01");
      expect([isAsked, problems.length]).toEqual([false, 0]);
      expect(notes[0]).toContain("could not be asked");
    },
  );
});
