import { describe, expect, test } from "vitest";
import { auditLog, outbox } from "@/db/schema";
import { type Ctx, inWorkspace, type MemberRole, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import {
  LastOwner,
  leaveWorkspace,
  listMembers,
  MemberNotFound,
  removeMember,
  transferOwnership,
  updateMemberRole,
} from ".";

const state = useTestRuntime();

async function setUp() {
  const made = await makeWorkspace(state.runtime);
  const idOf = (role: MemberRole) =>
    toPublicId("member", made.team.find((member) => member.role === role)!.memberId);
  /** The admin, whom an owner has made an owner too. */
  const makeSecondOwner = async (): Promise<Ctx> => {
    const input = { memberId: idOf("admin"), role: "owner" } as const;
    await updateMemberRole({ ctx: made.member("owner"), input });
    const ctx = made.member("admin");
    return { ...ctx, actor: { ...ctx.actor, role: "owner" } as Ctx["actor"] };
  };
  const roles = async () =>
    Object.fromEntries(
      (await listMembers({ ctx: made.member("owner") })).map((one) => [one.displayName, one.role]),
    );
  return { ...made, idOf, makeSecondOwner, roles };
}

describe("leaveWorkspace", () => {
  test.each<MemberRole>(["admin", "supervisor", "support", "analyst"])("%s leaves", async (role) => {
    const { member, roles } = await setUp();
    await leaveWorkspace({ ctx: member(role), input: {} });
    expect(await roles()).not.toHaveProperty(`Deniz ${role}`);
    await inWorkspace(member("owner"), async (tx) => {
      expect(await tx.select().from(auditLog)).toMatchObject([{ action: "member.leave" }]);
      expect(await tx.select({ name: outbox.name }).from(outbox)).toEqual([{ name: "member/removed" }]);
    });
    await expect(leaveWorkspace({ ctx: member(role), input: {} })).rejects.toThrow(MemberNotFound);
  });

  test("the last owner does not, but hands over in the same act", async () => {
    const { member, idOf, roles } = await setUp();
    const ctx = member("owner");
    await expect(leaveWorkspace({ ctx, input: {} })).rejects.toThrow(LastOwner);
    await expect(leaveWorkspace({ ctx, input: { handOverTo: idOf("owner") } })).rejects.toThrow(
      MemberNotFound,
    );
    await leaveWorkspace({ ctx, input: { handOverTo: idOf("support") } });
    expect(await roles()).toMatchObject({ "Deniz support": "owner" });
    expect(await roles()).not.toHaveProperty("Deniz owner");
  });

  test("nobody but an owner hands an ownership over", async () => {
    const { member, idOf, roles } = await setUp();
    await leaveWorkspace({ ctx: member("admin"), input: { handOverTo: idOf("support") } });
    expect(await roles()).toMatchObject({ "Deniz support": "support" });
  });

  test("two owners leave at once: one of them stays", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { member, makeSecondOwner, roles } = await setUp();
      const second = await makeSecondOwner();
      const outcomes = await Promise.allSettled([
        leaveWorkspace({ ctx: member("owner"), input: {} }),
        leaveWorkspace({ ctx: second, input: {} }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(Object.values(await roles()).filter((role) => role === "owner")).toHaveLength(1);
    }
  });

  test("one owner leaves while the other is demoted: an owner stays", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { member, idOf, makeSecondOwner, roles } = await setUp();
      await makeSecondOwner();
      await Promise.allSettled([
        leaveWorkspace({ ctx: member("owner"), input: {} }),
        updateMemberRole({
          ctx: member("owner"),
          input: { memberId: idOf("admin"), role: "support" },
        }),
      ]);
      expect(Object.values(await roles()).filter((role) => role === "owner").length).toBeGreaterThan(0);
    }
  });
});

describe("who changes is judged by the role of this moment", () => {
  test("three owners: who has just been demoted demotes nobody any more", async () => {
    const { member, idOf, makeSecondOwner } = await setUp();
    const second = await makeSecondOwner();
    const owner = member("owner");
    await updateMemberRole({ ctx: owner, input: { memberId: idOf("supervisor"), role: "owner" } });
    await updateMemberRole({ ctx: owner, input: { memberId: idOf("admin"), role: "support" } });
    // Asked before the change, and arrives after it.
    const late = { ctx: second, input: { memberId: idOf("owner"), role: "analyst" as const } };
    await expect(updateMemberRole(late)).rejects.toThrow(PermissionDenied);
    await expect(removeMember({ ctx: second, input: { memberId: idOf("owner") } })).rejects.toThrow(
      PermissionDenied,
    );
  });

  test("two owners remove each other at once: one of them does", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { member, idOf, makeSecondOwner, roles } = await setUp();
      const second = await makeSecondOwner();
      const outcomes = await Promise.allSettled([
        removeMember({ ctx: member("owner"), input: { memberId: idOf("admin") } }),
        removeMember({ ctx: second, input: { memberId: idOf("owner") } }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(Object.values(await roles()).filter((role) => role === "owner")).toHaveLength(1);
    }
  });
});

describe("transferOwnership", () => {
  test("the other is an owner and oneself an admin, both audited", async () => {
    const { member, idOf, roles } = await setUp();
    await transferOwnership({ ctx: member("owner"), input: { memberId: idOf("support") } });
    expect(await roles()).toMatchObject({ "Deniz support": "owner", "Deniz owner": "admin" });
    await inWorkspace(member("owner"), async (tx) => {
      const actions = (await tx.select().from(auditLog)).map(({ action }) => action);
      expect(actions).toEqual(["member.updateRole", "member.updateRole"]);
    });
  });

  test("not to oneself, not to a stranger, not by an admin", async () => {
    const [mine, other] = [await setUp(), await setUp()];
    const ctx = mine.member("owner");
    for (const memberId of [mine.idOf("owner"), other.idOf("support")]) {
      await expect(transferOwnership({ ctx, input: { memberId } })).rejects.toThrow(MemberNotFound);
    }
    await expect(
      transferOwnership({ ctx: mine.member("admin"), input: { memberId: mine.idOf("support") } }),
    ).rejects.toThrow(PermissionDenied);
  });

  test("two transfers of one owner at once: one heir", async () => {
    const { member, idOf, roles } = await setUp();
    const outcomes = await Promise.allSettled(
      (["support", "analyst"] as const).map((role) =>
        transferOwnership({ ctx: member("owner"), input: { memberId: idOf(role) } }),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(Object.values(await roles()).filter((role) => role === "owner")).toHaveLength(1);
  });
});
