import { describe, expect, test } from "vitest";
import { choosePage, pageSize } from "./rules";
import { ListWorkspacesInput, type WorkspaceUsage } from "./schemas";

const workspace = (more: Partial<WorkspaceUsage>): WorkspaceUsage => ({
  id: `wsp_${more.name}`,
  slug: "dukkan",
  name: "Dükkan",
  kind: "shop",
  organisation: "Deniz Ltd",
  createdAt: "2026-11-01T00:00:00.000Z",
  state: "working",
  suspension: null,
  eraseAt: null,
  isAgentOn: true,
  members: 1,
  bots: 1,
  troubledBots: 0,
  conversations: 0,
  messages: 0,
  answers: 0,
  fileBytes: 0,
  quotas: { fileBytes: 1_000, members: null, bots: null },
  waitingJobs: 0,
  ...more,
});
const ask = (all: WorkspaceUsage[], query: Partial<ListWorkspacesInput> = {}) =>
  choosePage(all, ListWorkspacesInput.parse(query));
const names = (page: ReturnType<typeof choosePage>) => page.workspaces.map(({ name }) => name);

describe("a page of workspaces", () => {
  const [izmir, ankara, gone] = [
    workspace({ name: "İzmir Çarşı", slug: "izmir", messages: 5, organisation: "Ege" }),
    workspace({ name: "Ankara Klinik", slug: "klinik", messages: 9, state: "suspended" }),
    workspace({ name: "Eski", slug: "eski", messages: 7, state: "deleted" }),
  ];
  const all = [izmir, ankara, gone];

  test.each([
    ["nothing", "", ["Ankara Klinik", "Eski", "İzmir Çarşı"]],
    ["its name without its dots", "izmir carsi", ["İzmir Çarşı"]],
    ["its address", "KLINIK", ["Ankara Klinik"]],
    ["its organisation", "deniz", ["Ankara Klinik", "Eski"]],
    ["words in any order", "carsi ege", ["İzmir Çarşı"]],
    ["what nobody is called", "%_", []],
  ])("is found by %s", (_label, search, expected) => {
    expect(names(ask(all, { search }))).toEqual(expected);
  });

  test("is narrowed by state", () => {
    expect(names(ask(all, { state: "suspended" }))).toEqual(["Ankara Klinik"]);
  });

  test.each([
    ["messages", "descending", ["Ankara Klinik", "Eski", "İzmir Çarşı"]],
    ["messages", "ascending", ["İzmir Çarşı", "Eski", "Ankara Klinik"]],
    ["name", "ascending", ["Ankara Klinik", "Eski", "İzmir Çarşı"]],
  ] as const)("is sorted by %s, %s", (sort, direction, expected) => {
    expect(names(ask(all, { sort, direction }))).toEqual(expected);
  });

  test("every workspace stands on one page, equal ones by name, and past the end is the last one", () => {
    const many = Array.from({ length: 2 * pageSize + 3 }, (_, index) =>
      workspace({ name: `W${String(index).padStart(3, "0")}` }),
    );
    const pages = [1, 2, 3].map((page) => ask(many.toReversed(), { page }));
    expect(pages.flatMap(names)).toEqual(many.map(({ name }) => name));
    expect(ask(many, { page: 99 })).toMatchObject({ page: 3, pages: 3, found: many.length });
    expect(ask([], {})).toMatchObject({ page: 1, pages: 1, found: 0, workspaces: [] });
  });
});
