import { describe, expect, test } from "vitest";
import { auditLog, outbox } from "@/db/schema";
import { inWorkspace, type MemberRole, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import {
  addMember,
  LastOwner,
  listMembers,
  listPermissions,
  MemberNotFound,
  OwnerOnly,
  removeMember,
  updateMemberRole,
} from ".";

const state = useTestRuntime();

async function setUp() {
  const made = await makeWorkspace(state.runtime);
  const idOf = (role: MemberRole) =>
    toPublicId("member", made.team.find((member) => member.role === role)!.memberId);
  return { ...made, idOf };
}

describe("updateMemberRole", () => {
  test("gives another role, audited and announced once", async () => {
    const { member, idOf } = await setUp();
    const ctx = member("owner");
    expect(
      await updateMemberRole({ ctx, input: { memberId: idOf("support"), role: "supervisor" } }),
    ).toMatchObject({ role: "supervisor" });
    await inWorkspace(ctx, async (tx) => {
      expect(await tx.select().from(auditLog)).toMatchObject([
        { action: "member.updateRole", changes: { role: { before: "support", after: "supervisor" } } },
      ]);
      expect(await tx.select({ name: outbox.name }).from(outbox)).toEqual([{ name: "member/updated" }]);
    });
  });

  test.each<MemberRole>(["supervisor", "support", "analyst"])("%s may not", async (role) => {
    const { member, idOf } = await setUp();
    await expect(
      updateMemberRole({ ctx: member(role), input: { memberId: idOf("admin"), role: "support" } }),
    ).rejects.toThrow(PermissionDenied);
  });

  test("another workspace's member is not found", async () => {
    const [mine, other] = [await setUp(), await setUp()];
    const attempt = updateMemberRole({
      ctx: mine.member("owner"),
      input: { memberId: other.idOf("support"), role: "admin" },
    });
    await expect(attempt).rejects.toThrow(MemberNotFound);
  });

  test("an admin neither makes nor unmakes owners", async () => {
    const { member, idOf } = await setUp();
    await expect(
      updateMemberRole({ ctx: member("admin"), input: { memberId: idOf("support"), role: "owner" } }),
    ).rejects.toThrow(OwnerOnly);
    await expect(removeMember({ ctx: member("admin"), input: { memberId: idOf("owner") } })).rejects.toThrow(
      OwnerOnly,
    );
  });

  test("two owners who demote each other at once: one succeeds, an owner stays", async () => {
    const { member, idOf } = await setUp();
    const owner = member("owner");
    await updateMemberRole({ ctx: owner, input: { memberId: idOf("admin"), role: "owner" } });
    const second = {
      ...member("admin"),
      actor: { ...member("admin").actor, role: "owner" } as typeof owner.actor,
    };
    const outcomes = await Promise.allSettled([
      updateMemberRole({ ctx: owner, input: { memberId: idOf("admin"), role: "support" } }),
      updateMemberRole({ ctx: second, input: { memberId: idOf("owner"), role: "support" } }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    // Whoever comes second is no owner any more, and is told so.
    expect(outcomes.find((outcome) => outcome.status === "rejected")?.reason).toBeInstanceOf(
      PermissionDenied,
    );
    expect((await listMembers({ ctx: owner })).filter((entry) => entry.role === "owner")).toHaveLength(1);
  });
});

describe("removeMember", () => {
  test("the removed one is listed no more; the last owner cannot go", async () => {
    const { member, idOf } = await setUp();
    const ctx = member("owner");
    await removeMember({ ctx, input: { memberId: idOf("support") } });
    expect((await listMembers({ ctx })).map((entry) => entry.role)).toEqual([
      "owner",
      "admin",
      "supervisor",
      "analyst",
    ]);
    await expect(removeMember({ ctx, input: { memberId: idOf("support") } })).rejects.toThrow(MemberNotFound);
    await expect(removeMember({ ctx, input: { memberId: idOf("owner") } })).rejects.toThrow(LastOwner);
  });
});

describe("listPermissions", () => {
  test("tells each verb's roles and whether the reader may", async () => {
    const { member } = await setUp();
    const find = async (role: MemberRole, verb: string) =>
      (await listPermissions({ ctx: member(role) })).find((permission) => permission.verb === verb);
    expect(await find("admin", "workspace.update")).toEqual({
      verb: "workspace.update",
      roles: ["owner", "admin"],
      isAllowed: true,
    });
    expect(await find("support", "workspace.update")).toMatchObject({ isAllowed: false });
    expect(await find("analyst", "figures.read")).toMatchObject({ isAllowed: true });
  });

  test("leaves out what no member does", async () => {
    const { member } = await setUp();
    const verbs = (await listPermissions({ ctx: member("owner") })).map(({ verb }) => verb);
    expect(verbs).not.toContain("conversation.answer");
  });

  test("the agent may not read it", async () => {
    const { as } = await setUp();
    await expect(listPermissions({ ctx: as({ kind: "agent" }) })).rejects.toThrow(PermissionDenied);
  });
});

describe("addMember", () => {
  test("a new person with a role; a support member may not add", async () => {
    const { member } = await setUp();
    const input = { displayName: "Ece", role: "support", locale: "tr" } as const;
    expect(await addMember({ ctx: member("admin"), input })).toMatchObject({
      displayName: "Ece",
      isYou: false,
    });
    await expect(addMember({ ctx: member("support"), input })).rejects.toThrow(PermissionDenied);
    await expect(
      addMember({ ctx: member("admin"), input: { ...input, displayName: "  " } }),
    ).rejects.toThrow();
  });
});
