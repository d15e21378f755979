import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema";
import { inWorkspace, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { archiveField } from "./archive-field";
import { createField } from "./create-field";
import { FieldChoicesInvalid, FieldLimitReached, FieldNameTaken, FieldNotFound } from "./errors";
import { listFields } from "./list-fields";
import { orderFields } from "./order-fields";
import { maxFields } from "./rules";
import { updateField } from "./update-field";

const test_ = useTestRuntime();

const names = async (ctx: Parameters<typeof listFields>[0]["ctx"]) =>
  (await listFields({ ctx })).map(({ name }) => name);

describe("fields", () => {
  test("stand in their order under names in any language, renamed, archived and asked for again; audited", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("admin");
    const [birthday, size, vip] = [
      await createField({ ctx, input: { name: "Doğum günü", kind: "date" } }),
      await createField({ ctx, input: { name: "المقاس", kind: "number" } }),
      await createField({ ctx, input: { name: "День рождения жены", kind: "boolean" } }),
    ];
    await orderFields({ ctx, input: { fieldIds: [vip.id, birthday.id] } });
    expect(await names(team.member("analyst"))).toEqual(["День рождения жены", "Doğum günü", "المقاس"]);
    await updateField({ ctx, input: { fieldId: size.id, name: "Beden" } });
    expect((await archiveField({ ctx, input: { fieldId: size.id } })).isArchived).toBe(true);
    expect((await archiveField({ ctx, input: { fieldId: size.id, isArchived: false } })).isArchived).toBe(
      false,
    );
    expect(await names(ctx)).toEqual(["День рождения жены", "Doğum günü", "Beden"]);
    const audit = await inWorkspace(ctx, (tx) => tx.select().from(auditLog).orderBy(auditLog.id));
    expect(audit.map(({ action }) => action)).toEqual([
      "field.create",
      "field.create",
      "field.create",
      "field.order",
      "field.update",
      "field.archive",
      "field.restore",
    ]);
  });

  test("two of one name are one too many, in other letters and among the archived too, at one moment too", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const { id } = await createField({ ctx, input: { name: "Üyelik", kind: "text" } });
    await archiveField({ ctx, input: { fieldId: id } });
    await expect(createField({ ctx, input: { name: " uyelik ", kind: "text" } })).rejects.toBeInstanceOf(
      FieldNameTaken,
    );
    const both = await Promise.allSettled(
      ["Şehir", "ŞEHİR"].map((name) => createField({ ctx, input: { name, kind: "text" } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("a choice keeps its id when renamed, and is kept as archived when left out", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const made = await createField({
      ctx,
      input: { name: "Üyelik", kind: "choice", choices: [{ label: "Gümüş" }, { label: "Altın" }] },
    });
    const [silver, gold] = made.choices;
    const changed = await updateField({
      ctx,
      input: {
        fieldId: made.id,
        name: "Üyelik",
        choices: [{ id: gold!.id, label: "Altın+" }, { label: "Yeni" }],
      },
    });
    expect(changed.choices).toEqual([
      { id: gold!.id, label: "Altın+", isArchived: false },
      { id: expect.any(String), label: "Yeni", isArchived: false },
      { id: silver!.id, label: "Gümüş", isArchived: true },
    ]);
    for (const choices of [[], [{ label: "A" }, { label: "a" }]]) {
      await expect(
        updateField({ ctx, input: { fieldId: made.id, name: "Üyelik", choices } }),
      ).rejects.toBeInstanceOf(FieldChoicesInvalid);
    }
    await expect(createField({ ctx, input: { name: "Boş", kind: "choice" } })).rejects.toBeInstanceOf(
      FieldChoicesInvalid,
    );
  });

  test("there are at most so many, also when several are made at once", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const made = await Promise.allSettled(
      Array.from({ length: maxFields + 3 }, (_, n) =>
        createField({ ctx, input: { name: `Alan ${n}`, kind: "text" } }),
      ),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(maxFields);
    const refused = made.find((one) => one.status === "rejected");
    expect(refused?.reason).toBeInstanceOf(FieldLimitReached);
  });

  test("only owners and admins define; another workspace's field is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    await expect(
      createField({ ctx: team.member("supervisor"), input: { name: "x", kind: "text" } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    const { id: fieldId } = await createField({
      ctx: others.member("owner"),
      input: { name: "x", kind: "text" },
    });
    const ctx = team.member("owner");
    await expect(updateField({ ctx, input: { fieldId, name: "y" } })).rejects.toBeInstanceOf(FieldNotFound);
    await expect(archiveField({ ctx, input: { fieldId } })).rejects.toBeInstanceOf(FieldNotFound);
    await expect(orderFields({ ctx, input: { fieldIds: [fieldId] } })).rejects.toBeInstanceOf(FieldNotFound);
    expect(await names(ctx)).toEqual([]);
  });
});
