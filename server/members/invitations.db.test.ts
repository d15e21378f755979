import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditLog, invitations, mails, members, outbox, people } from "@/db/schema";
import {
  inPerson,
  inWorkspace,
  listOwnWorkspaces,
  newId,
  PermissionDenied,
  toPublicId,
} from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import {
  AlreadyInvited,
  acceptInvitation,
  createInvitation,
  InvitationEnded,
  InvitationNotFound,
  InvitationNotOpen,
  listInvitations,
  listMembers,
  OwnerOnly,
  removeMember,
  resendInvitation,
  updateMemberRole,
  viewInvitation,
  withdrawInvitation,
} from ".";

const state = useTestRuntime();
let admin: postgres.Sql;
beforeAll(() => {
  admin = postgres(state.urls.adminUrl, { max: 1, onnotice: () => {} });
});
afterAll(() => admin.end());

const tokenOf = ({ url }: { url: string }) => url.slice(url.lastIndexOf("/") + 1);
const day = 86_400_000;

async function makePerson(address: string | null = null, displayName = "Ada Yılmaz") {
  const personId = newId();
  const createdAt = state.clock.now();
  await inPerson(personId, (tx) =>
    tx.insert(people).values({ id: personId, displayName, locale: "tr", createdAt }),
  );
  return { personId, address };
}

describe("createInvitation", () => {
  test("a link that is told once: only its hash is kept; audited without it", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("admin");
    const invited = await createInvitation({ ctx, input: { role: "support", locale: "tr" } });
    expect(invited).toMatchObject({
      role: "support",
      email: null,
      state: "waiting",
      invitedBy: "Deniz admin",
    });
    expect(Date.parse(invited.expiresAt) - state.clock.now().getTime()).toBe(7 * day);
    const token = tokenOf(invited);
    const [leak] = await admin<{ n: number }[]>`
      select (select count(*) from invitations t where t::text like ${`%${token}%`})
        + (select count(*) from audit_log t where t::text like ${`%${token}%`})
        + (select count(*) from outbox t where t::text like ${`%${token}%`}) as n`;
    expect(Number(leak?.n)).toBe(0);
    await inWorkspace(ctx, async (tx) => {
      const [entry] = await tx.select().from(auditLog);
      expect(entry?.action).toBe("invitation.create");
      expect(entry?.changes).not.toHaveProperty("tokenHash");
      expect(await tx.select({ name: outbox.name }).from(outbox)).toEqual([{ name: "invitation/created" }]);
    });
  });

  test("an admin invites no owner, a supervisor nobody", async () => {
    const made = await makeWorkspace(state.runtime);
    const input = { role: "owner", locale: "tr" } as const;
    await expect(createInvitation({ ctx: made.member("admin"), input })).rejects.toThrow(OwnerOnly);
    await expect(createInvitation({ ctx: made.member("supervisor"), input })).rejects.toThrow(
      PermissionDenied,
    );
    await expect(createInvitation({ ctx: made.member("owner"), input })).resolves.toBeDefined();
  });

  test("one at a time for an address, in whatever letters; two at once make one", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const invite = (email: string) =>
      createInvitation({ ctx, input: { role: "support", email, locale: "tr" } });
    const outcomes = await Promise.allSettled([invite("Ece@Example.com"), invite(" ece@example.com ")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(invite("ece@example.com")).rejects.toThrow(AlreadyInvited);
    await expect(invite("keine adresse")).rejects.toThrow();
    state.clock.advance(8 * day);
    await expect(invite("ece@example.com")).resolves.toMatchObject({ email: "ece@example.com" });
    expect((await listInvitations({ ctx })).map((one) => one.state)).toEqual(["waiting", "withdrawn"]);
  });
});

test("one made by somebody who has left stands in nobody's way", async () => {
  const made = await makeWorkspace(state.runtime);
  const [owner, admin] = [made.member("owner"), made.member("admin")];
  const input = { role: "support", email: "ece@example.com", locale: "tr" } as const;
  await createInvitation({ ctx: admin, input });
  if (admin.actor.kind !== "member") throw new Error("The admin is a member.");
  await removeMember({ ctx: owner, input: { memberId: toPublicId("member", admin.actor.memberId) } });
  const again = await createInvitation({ ctx: owner, input });
  expect((await listInvitations({ ctx: owner })).map((one) => one.state)).toEqual(["waiting", "withdrawn"]);
  const person = await makePerson("ece@example.com", "Ece Kaya");
  await acceptInvitation({ token: tokenOf(again), person });
});

describe("an invitation for an address", () => {
  test("is mailed with its link, once for each sending; a link is mailed to nobody", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const mailed = () =>
      inWorkspace(ctx, (tx) => tx.select({ template: mails.template, address: mails.address }).from(mails));
    await createInvitation({ ctx, input: { role: "support", locale: "tr" } });
    expect(await mailed()).toEqual([]);
    const { id } = await createInvitation({
      ctx,
      input: { role: "support", email: "ece@example.com", locale: "tr" },
    });
    const mail = { template: "invitation", address: "ece@example.com" };
    expect(await mailed()).toEqual([mail]);
    await resendInvitation({ ctx, input: { invitationId: id } });
    expect(await mailed()).toEqual([mail, mail]);
  });
});

describe("acceptInvitation", () => {
  test("makes a member in the role, once, under the person's name", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const token = tokenOf(await createInvitation({ ctx, input: { role: "analyst", locale: "tr" } }));
    const person = await makePerson(null, "Ece Kaya");
    expect(await viewInvitation({ token, person: null })).toMatchObject({
      state: "open",
      workspace: "Deneme Mağazası",
      organisation: "Test",
      role: "analyst",
      invitedBy: "Deniz owner",
      maskedEmail: null,
    });
    expect(await acceptInvitation({ token, person })).toEqual({ slug: made.workspace.slug });
    expect((await listOwnWorkspaces(person.personId))[0]?.member).toMatchObject({
      role: "analyst",
      displayName: "Ece Kaya",
    });
    // Pressed twice: it has worked.
    expect(await acceptInvitation({ token, person })).toEqual({ slug: made.workspace.slug });
    expect(await viewInvitation({ token, person })).toMatchObject({ state: "acceptedByYou" });
    const other = await makePerson();
    await expect(acceptInvitation({ token, person: other })).rejects.toMatchObject({
      code: "INVITATION_NOT_OPEN",
      data: { state: "accepted" },
    });
    expect(await listInvitations({ ctx })).toMatchObject([{ state: "accepted", acceptedBy: "Ece Kaya" }]);
    await inWorkspace(ctx, async (tx) => {
      const actions = (await tx.select().from(auditLog)).map(({ action, actorKind }) => [action, actorKind]);
      expect(actions).toContainEqual(["invitation.accept", "member"]);
      expect(actions).toContainEqual(["member.add", "member"]);
    });
  });

  test("ten people use one link at the same moment: one of them is in", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const token = tokenOf(await createInvitation({ ctx, input: { role: "support", locale: "tr" } }));
    const guests = await Promise.all(Array.from({ length: 10 }, () => makePerson()));
    const outcomes = await Promise.allSettled(guests.map((person) => acceptInvitation({ token, person })));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(InvitationNotOpen);
    }
    expect(await listMembers({ ctx })).toHaveLength(6);
  });

  test("one person, two links at the same moment: a member once", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const tokens = [
      tokenOf(await createInvitation({ ctx, input: { role: "support", locale: "tr" } })),
      tokenOf(await createInvitation({ ctx, input: { role: "admin", locale: "tr" } })),
    ];
    const person = await makePerson();
    const outcomes = await Promise.allSettled(tokens.map((token) => acceptInvitation({ token, person })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listMembers({ ctx })).toHaveLength(6);
  });

  test("for an address: only who has proved it", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const input = { role: "support", email: "Ada@Example.com", locale: "tr" } as const;
    const token = tokenOf(await createInvitation({ ctx, input }));
    for (const [address, why] of [
      ["ece@example.com", "otherAddress"],
      [null, "addressUnknown"],
    ] as const) {
      const person = await makePerson(address);
      expect(await viewInvitation({ token, person })).toMatchObject({
        state: why,
        maskedEmail: "a…a@example.com",
      });
      await expect(acceptInvitation({ token, person })).rejects.toMatchObject({ data: { state: why } });
    }
    await expect(
      acceptInvitation({ token, person: await makePerson("ada@example.com") }),
    ).resolves.toBeDefined();
  });

  test("not after seven days, not when withdrawn, not by a guess, not into a deleted workspace", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const person = await makePerson();
    const create = () => createInvitation({ ctx, input: { role: "support", locale: "tr" } });
    const old = await create();
    state.clock.advance(7 * day);
    const gone = await create();
    await withdrawInvitation({ ctx, input: { invitationId: gone.id } });
    const attempts = [
      [old, "expired"],
      [gone, "withdrawn"],
    ] as const;
    for (const [invited, why] of attempts) {
      const attempt = acceptInvitation({ token: tokenOf(invited), person });
      await expect(attempt).rejects.toMatchObject({ data: { state: why } });
    }
    for (const token of ["", "x", "a".repeat(43), `${tokenOf(old)}'--`]) {
      await expect(acceptInvitation({ token, person })).rejects.toThrow(InvitationNotFound);
      await expect(viewInvitation({ token, person })).rejects.toThrow(InvitationNotFound);
    }
    const open = await create();
    await admin`update workspaces set deleted_at = now(), erase_at = now() where id = ${made.workspace.id}`;
    await expect(acceptInvitation({ token: tokenOf(open), person })).rejects.toMatchObject({
      data: { state: "workspaceDeleted" },
    });
    expect(await listOwnWorkspaces(person.personId)).toEqual([]);
  });

  test("of somebody who was removed, or may invite no more: as if withdrawn", async () => {
    const made = await makeWorkspace(state.runtime);
    const owner = made.member("owner");
    const token = tokenOf(
      await createInvitation({ ctx: made.member("admin"), input: { role: "admin", locale: "tr" } }),
    );
    const { id } = (await listMembers({ ctx: owner })).find(({ role }) => role === "admin")!;
    const person = await makePerson();
    await updateMemberRole({ ctx: owner, input: { memberId: id, role: "analyst" } });
    await expect(acceptInvitation({ token, person })).rejects.toMatchObject({ data: { state: "withdrawn" } });
    await removeMember({ ctx: owner, input: { memberId: id } });
    expect(await listInvitations({ ctx: owner })).toMatchObject([{ state: "withdrawn" }]);
  });

  test("whoever comes back is the member that they were", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const person = await makePerson();
    const invite = async (role: "support" | "supervisor") =>
      tokenOf(await createInvitation({ ctx, input: { role, locale: "tr" } }));
    await acceptInvitation({ token: await invite("support"), person });
    const [before] = (await listMembers({ ctx })).filter(({ displayName }) => displayName === "Ada Yılmaz");
    await removeMember({ ctx, input: { memberId: before!.id } });
    await acceptInvitation({ token: await invite("supervisor"), person });
    const [after] = (await listMembers({ ctx })).filter(({ displayName }) => displayName === "Ada Yılmaz");
    expect(after).toEqual({ ...before, role: "supervisor" });
    expect(await inWorkspace(ctx, (tx) => tx.$count(members))).toBe(6);
  });
});

describe("resendInvitation and withdrawInvitation", () => {
  test("sent anew, the earlier link is worth nothing and the seven days begin again", async () => {
    const made = await makeWorkspace(state.runtime);
    const ctx = made.member("owner");
    const first = await createInvitation({ ctx, input: { role: "support", locale: "tr" } });
    state.clock.advance(9 * day);
    const second = await resendInvitation({ ctx: made.member("admin"), input: { invitationId: first.id } });
    expect(second).toMatchObject({ id: first.id, state: "waiting", invitedBy: "Deniz admin" });
    const person = await makePerson();
    await expect(acceptInvitation({ token: tokenOf(first), person })).rejects.toThrow(InvitationNotFound);
    await expect(acceptInvitation({ token: tokenOf(second), person })).resolves.toBeDefined();
    const again = { ctx, input: { invitationId: first.id } };
    await expect(resendInvitation(again)).rejects.toThrow(InvitationEnded);
    await expect(withdrawInvitation(again)).rejects.toThrow(InvitationEnded);
  });

  test("withdrawn while it is being accepted: one of the two happens", async () => {
    for (let round = 0; round < 8; round += 1) {
      const made = await makeWorkspace(state.runtime);
      const ctx = made.member("owner");
      const invited = await createInvitation({ ctx, input: { role: "support", locale: "tr" } });
      const person = await makePerson();
      const outcomes = await Promise.allSettled([
        acceptInvitation({ token: tokenOf(invited), person }),
        withdrawInvitation({ ctx, input: { invitationId: invited.id } }),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      const [row] = await inWorkspace(ctx, (tx) => tx.select().from(invitations));
      expect([row?.acceptedAt, row?.withdrawnAt].filter((at) => at !== null)).toHaveLength(1);
    }
  });

  test("another workspace's is not found; an analyst may not", async () => {
    const [mine, other] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    const { id } = await createInvitation({
      ctx: other.member("owner"),
      input: { role: "support", locale: "tr" },
    });
    const input = { invitationId: id };
    await expect(resendInvitation({ ctx: mine.member("owner"), input })).rejects.toThrow(InvitationNotFound);
    await expect(withdrawInvitation({ ctx: mine.member("owner"), input })).rejects.toThrow(
      InvitationNotFound,
    );
    await expect(listInvitations({ ctx: mine.member("analyst") })).rejects.toThrow(PermissionDenied);
    expect(await listInvitations({ ctx: mine.member("owner") })).toEqual([]);
  });
});
