import { type Ctx, inWorkspace, requirePermission } from "@/server/kernel";
import { type FaqRow, loadFaqEntries, toFaqEntry } from "./internal";
import { isAlike, type LikenessOf, likenessOf } from "./likeness";
import type { FaqDuplicates } from "./schemas";

const mostGroups = 50;
/** A word that more entries share than this says too little to look for a like by it. */
const mostSharing = 200;
const stemLetters = 4;
const sliceMs = 12;

/** Entries that ask the same in other words, group by group, the oldest of a group first. */
export async function listFaqDuplicates({ ctx }: { ctx: Ctx }): Promise<FaqDuplicates> {
  requirePermission(ctx, "faq.list");
  const entries = await inWorkspace(ctx, (tx) => loadFaqEntries(tx, ctx));
  entries.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
  const groups = await groupAlike(entries);
  return { groups: groups.slice(0, mostGroups).map((group) => group.map(toFaqEntry)), total: groups.length };
}

type Candidate = { row: FaqRow; ways: LikenessOf[]; stems: string[] };

async function groupAlike(entries: readonly FaqRow[]): Promise<FaqRow[][]> {
  const candidates = entries.map((row): Candidate => {
    const ways = [row.question, ...row.alternatives].map(likenessOf);
    const stems = new Set(
      ways.flatMap(({ words }) => words.map((word) => `${row.language} ${word.slice(0, stemLetters)}`)),
    );
    return { row, ways, stems: [...stems] };
  });
  const sharing = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    for (const stem of candidate.stems) sharing.set(stem, [...(sharing.get(stem) ?? []), candidate]);
  }
  const groupOf = new Map<Candidate, Candidate[]>();
  let sliceEnds = performance.now() + sliceMs;
  for (const candidate of candidates) {
    if (performance.now() >= sliceEnds) {
      await new Promise(setImmediate);
      sliceEnds = performance.now() + sliceMs;
    }
    // What one question speaks of stands in the other as well, so its rarest words lead there.
    const rarest = [...candidate.stems]
      .sort((a, b) => (sharing.get(a)?.length ?? 0) - (sharing.get(b)?.length ?? 0))
      .slice(0, 2);
    for (const other of new Set(rarest.flatMap((stem) => (sharing.get(stem) ?? []).slice(0, mostSharing)))) {
      if (other === candidate || groupOf.get(other)?.includes(candidate)) continue;
      if (!asksTheSame(candidate, other)) continue;
      const joined = [...(groupOf.get(candidate) ?? [candidate]), ...(groupOf.get(other) ?? [other])];
      for (const member of joined) groupOf.set(member, joined);
    }
  }
  return [...new Set(groupOf.values())].map((group) =>
    candidates.filter((candidate) => group.includes(candidate)).map(({ row }) => row),
  );
}

function asksTheSame(a: Candidate, b: Candidate): boolean {
  if (a.row.distinctFrom.includes(b.row.id) || b.row.distinctFrom.includes(a.row.id)) return false;
  return a.ways.some((way) => b.ways.some((other) => isAlike(way, other)));
}
