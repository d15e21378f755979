import { expect, test } from "vitest";
import { claimTables, workspaceTables } from "@/db/schema/security";
import { getRuntime } from "@/server/kernel";
import { deleteWorkspace, workspaceLaterHandlers } from "@/server/workspaces";
import { fingerprint, useNeighbours } from "./neighbours";

const state = useNeighbours();
const tables = [...workspaceTables, ...claimTables, "workspaces"];

test("a workspace that has lived is erased from every table, and its neighbour stays as it was", async () => {
  const { id, name } = state.a.workspace;
  const [row] = await state.admin<{ name: string }[]>`select name from workspaces where id = ${id}`;
  await deleteWorkspace({ ctx: state.a.member("owner"), input: { name: row?.name ?? name } });
  await state.admin`update workspaces set erase_at = ${getRuntime().clock.now()} where id = ${id}`;
  const before = await fingerprint(state.admin, state.b.workspace.id, tables);

  const job = { workspaceId: id, kind: "workspaces/erase", subject: id, attempts: 1 };
  expect(await workspaceLaterHandlers["workspaces/erase"]!(job)).toBeUndefined();

  const left = await fingerprint(state.admin, id, tables);
  expect(Object.entries(left).filter(([, digest]) => !digest.startsWith("0 "))).toEqual([]);
  expect(await fingerprint(state.admin, state.b.workspace.id, tables)).toEqual(before);
});
