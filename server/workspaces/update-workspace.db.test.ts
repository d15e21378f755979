import { describe, expect, test } from "vitest";
import { auditLog, outbox } from "@/db/schema";
import { inWorkspace, type MemberRole, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { DefaultLanguageNotSpoken, getWorkspace, updateWorkspace } from ".";

const state = useTestRuntime();
const closed: { from: number; to: number }[][] = Array.from({ length: 7 }, () => []);

describe("updateWorkspace", () => {
  test("changes what is given and keeps the rest, audited and announced once", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const ctx = member("admin");
    const before = await getWorkspace({ ctx });
    const after = await updateWorkspace({ ctx, input: { minutesPerAnswer: 5 } });
    expect(after).toEqual({ ...before, minutesPerAnswer: 5 });
    await inWorkspace(ctx, async (tx) => {
      expect(await tx.select().from(auditLog)).toMatchObject([
        { action: "workspace.update", changes: { minutesPerAnswer: { before: 3, after: 5 } } },
      ]);
      expect(await tx.select({ name: outbox.name }).from(outbox)).toEqual([{ name: "workspace/updated" }]);
    });
  });

  test("two members who change different things keep both", async () => {
    const { member } = await makeWorkspace(state.runtime);
    for (let round = 0; round < 20; round += 1) {
      const changed = { name: `Ada Butik ${round}`, isAgentOn: round % 2 === 1 };
      await Promise.all([
        updateWorkspace({ ctx: member("owner"), input: { name: changed.name } }),
        updateWorkspace({ ctx: member("admin"), input: { isAgentOn: changed.isAgentOn } }),
      ]);
      expect(await getWorkspace({ ctx: member("support") })).toMatchObject(changed);
    }
  });

  test("several intervals a day, up to midnight", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const businessHours = closed.with(0, [
      { from: 540, to: 720 },
      { from: 780, to: 1440 },
    ]);
    expect(await updateWorkspace({ ctx: member("owner"), input: { businessHours } })).toMatchObject({
      businessHours,
    });
  });

  test.each([
    ["an interval that ends before it starts", [{ from: 720, to: 540 }]],
    [
      "intervals that overlap",
      [
        { from: 540, to: 720 },
        { from: 700, to: 800 },
      ],
    ],
    ["a time after midnight", [{ from: 540, to: 1441 }]],
  ])("refuses %s", async (_label, day) => {
    const { member } = await makeWorkspace(state.runtime);
    const attempt = updateWorkspace({
      ctx: member("owner"),
      input: { businessHours: closed.with(2, day) },
    });
    await expect(attempt).rejects.toMatchObject({
      issues: [{ path: expect.arrayContaining(["businessHours", 2]) }],
    });
  });

  test.each(["Europe/Istanbul", "Asia/Kolkata", "Asia/Calcutta", "UTC"])(
    "%s is a time zone",
    async (timeZone) => {
      const { member } = await makeWorkspace(state.runtime);
      expect(await updateWorkspace({ ctx: member("owner"), input: { timeZone } })).toMatchObject({
        timeZone,
      });
    },
  );

  test.each(["Mars/Olympus", "+03:00", ""])("“%s” is none", async (timeZone) => {
    const { member } = await makeWorkspace(state.runtime);
    await expect(updateWorkspace({ ctx: member("owner"), input: { timeZone } })).rejects.toThrow();
  });

  test("refuses a default language that is not spoken", async () => {
    const { member } = await makeWorkspace(state.runtime);
    const ctx = member("owner");
    await expect(updateWorkspace({ ctx, input: { languages: ["en"] } })).rejects.toThrow(
      DefaultLanguageNotSpoken,
    );
    expect(await updateWorkspace({ ctx, input: { languages: ["en"], defaultLanguage: "en" } })).toMatchObject(
      { languages: ["en"], defaultLanguage: "en" },
    );
  });

  test.each<MemberRole>(["supervisor", "support", "analyst"])("%s may not", async (role) => {
    const { member } = await makeWorkspace(state.runtime);
    await expect(updateWorkspace({ ctx: member(role), input: { name: "Ada" } })).rejects.toThrow(
      PermissionDenied,
    );
  });

  test("another workspace stays as it is", async () => {
    const [mine, other] = [await makeWorkspace(state.runtime), await makeWorkspace(state.runtime)];
    await updateWorkspace({ ctx: mine.member("owner"), input: { name: "Ada Butik" } });
    expect(await getWorkspace({ ctx: other.member("owner") })).toMatchObject({ name: "Deneme Mağazası" });
  });
});
