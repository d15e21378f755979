import type { WorkspaceQuery, WorkspaceUsage } from "./schemas";

/** What the list can be sorted by, and narrowed to. */
export const workspaceSorts = [
  "name",
  "createdAt",
  "members",
  "bots",
  "conversations",
  "messages",
  "answers",
  "fileBytes",
  "waitingJobs",
] as const;
export const workspaceStates = ["all", "working", "suspended", "deleted"] as const;

/** In place of a workspace: the platform itself, whose runs belong to none. */
export const ofPlatform = "platform";

export const pageSize = 25;

/** Small letters of every language as one looks for them: `İstanbul` is found by `istanbul`. */
const folded = (text: string): string =>
  text.toLocaleLowerCase("tr").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ı", "i");

const isFound = ({ name, slug, organisation }: WorkspaceUsage, words: readonly string[]): boolean => {
  const text = folded(`${name} ${slug} ${organisation}`);
  return words.every((word) => text.includes(word));
};

/** The page of workspaces that a query asks for. Equal ones stand by their names, so that no page shows one twice. */
export function choosePage(all: readonly WorkspaceUsage[], query: WorkspaceQuery) {
  const words = folded(query.search).split(/\s+/).filter(Boolean);
  const found = all.filter(
    (one) => (query.state === "all" || one.state === query.state) && isFound(one, words),
  );
  const sign = query.direction === "ascending" ? 1 : -1;
  const sorted = found.sort(
    (one, other) =>
      sign * compare(one[query.sort], other[query.sort]) ||
      compare(one.name, other.name) ||
      compare(one.id, other.id),
  );
  const pages = Math.max(1, Math.ceil(sorted.length / pageSize));
  const page = Math.min(query.page, pages);
  return {
    workspaces: sorted.slice((page - 1) * pageSize, page * pageSize),
    found: sorted.length,
    page,
    pages,
  };
}

const compare = (one: string | number, other: string | number): number =>
  typeof one === "number" && typeof other === "number"
    ? one - other
    : String(one).localeCompare(String(other), "tr");
