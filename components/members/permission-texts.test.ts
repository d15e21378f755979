import { describe, expect, test } from "vitest";
import english from "@/messages/en/settings.json";
import turkish from "@/messages/tr/settings.json";
import { policy } from "@/server/kernel";
import { groupPermissions } from "./group-permissions";

const permissions = Object.entries(policy)
  .map(([verb, { roles }]) => ({ verb, roles: [...roles], isAllowed: true }))
  .filter(({ roles }) => roles.length > 0);

function read(tree: object, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], tree);
}

describe.each([
  ["Turkish", turkish],
  ["English", english],
])("in %s", (_language, texts) => {
  test("every verb of the policy that a member may has its words", () => {
    const missing = permissions
      .map(({ verb }) => verb)
      .filter((verb) => typeof read(texts.permissions.verbs, verb) !== "string");
    expect(missing).toEqual([]);
  });

  test("every heading has its words", () => {
    const missing = groupPermissions(permissions)
      .map(({ group }) => group)
      .filter((group) => !(group in texts.permissions.groups));
    expect(missing).toEqual([]);
  });
});

test("every line stands under exactly one heading", () => {
  const shown = groupPermissions(permissions).flatMap(({ permissions: lines }) =>
    lines.map(({ verb }) => verb),
  );
  expect(shown.sort()).toEqual(permissions.map(({ verb }) => verb).sort());
});
