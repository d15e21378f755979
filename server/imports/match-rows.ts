import type { ImportDefinition, RowGroup, RowProblem, StoredThing } from "@/server/kernel";
import type { FileRow } from "./read-chunk";
import type { importRowOutcomes } from "./rules";

/** A row of this import that was dealt with before, as it is remembered. */
export type SeenRow = {
  row: number;
  key: string;
  digest: string;
  shared: string;
  outcome: (typeof importRowOutcomes)[number];
};

export type JudgedRow = {
  row: number;
  key: string;
  label: string;
  digest: string;
  shared: string;
  outcome: (typeof importRowOutcomes)[number];
  problems: RowProblem[];
  cells: string[] | null;
};

/**
 * What the rows of a chunk are to each other and to those before: which repeat another, which speak of one thing, where
 * they disagree. Pure; `groups` is what remains to be stored.
 */
export function matchRows(
  rows: readonly FileRow[],
  seen: readonly SeenRow[],
  definition: Pick<ImportDefinition<unknown>, "isJoined" | "sharedColumns">,
): { groups: (RowGroup<unknown> & { first: SeenRow | null })[]; judged: JudgedRow[] } {
  const known = Map.groupBy(
    seen.filter(({ outcome }) => outcome !== "refused"),
    ({ key }) => key,
  );
  const groups = new Map<string, RowGroup<unknown> & { first: SeenRow | null }>();
  const judged = rows.map((row): JudgedRow => {
    const others = known.get(row.key) ?? [];
    const problems = [...row.problems];
    const line = {
      row: row.row,
      key: row.key,
      label: row.label,
      digest: row.digest,
      shared: row.shared.join("."),
    };
    const refuse = (problem?: RowProblem): JudgedRow => ({
      ...line,
      outcome: "refused",
      problems: problem ? [...problems, problem] : problems,
      cells: row.cells,
    });
    if (row.value === null) return refuse();
    const twin = others.find(({ digest }) => digest === row.digest);
    if (twin) {
      return {
        ...line,
        outcome: "unchanged",
        problems: [{ code: "rowRepeated", row: twin.row }],
        cells: null,
      };
    }
    const [first] = others;
    if (first && !definition.isJoined)
      return refuse({ code: "keyRepeated", row: first.row, value: row.label });
    problems.push(...disagreements(row, others, definition.sharedColumns));
    const group = groups.get(row.key) ?? {
      key: row.key,
      rows: [],
      isContinued: first !== undefined,
      first: first ?? null,
    };
    group.rows.push(row.value);
    groups.set(row.key, group);
    known.set(row.key, [...others, { ...line, outcome: "created" }]);
    return { ...line, outcome: "created", problems, cells: null };
  });
  return { groups: [...groups.values()], judged };
}

/** Where a row of the same thing says otherwise: the first value of each column stands. */
function disagreements(row: FileRow, others: readonly SeenRow[], columns: readonly string[]): RowProblem[] {
  return columns.flatMap((column, index) => {
    const mine = row.shared[index] ?? "";
    const first = others.find(({ shared }) => (shared.split(".")[index] ?? "") !== "");
    const theirs = first?.shared.split(".")[index] ?? "";
    return mine !== "" && theirs !== "" && mine !== theirs
      ? [{ code: "differsFromFirst", column, row: first!.row }]
      : [];
  });
}

/** Writes what became of the things into the rows that spoke of them. */
export function tellOutcomes(
  judged: readonly JudgedRow[],
  groups: readonly { key: string; first: SeenRow | null }[],
  stored: ReadonlyMap<string, StoredThing>,
  cellsOf: (row: number) => string[],
): JudgedRow[] {
  const firsts = new Map(groups.map(({ key, first }) => [key, first]));
  return judged.map((line) => {
    const thing = stored.get(line.key);
    if (line.outcome !== "created" || !thing) return line;
    if (thing.outcome === "refused") {
      return {
        ...line,
        outcome: "refused",
        problems: [...line.problems, thing.problem],
        cells: cellsOf(line.row),
      };
    }
    // A thing that earlier rows created is not changed by its later ones.
    const first = firsts.get(line.key);
    return { ...line, outcome: first?.outcome === "created" ? "created" : thing.outcome };
  });
}
