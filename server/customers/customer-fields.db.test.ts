import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema";
import { makeCustomer } from "@/server/conversations/testing";
import { archiveField, createField, FieldNotFound, FieldValueInvalid } from "@/server/fields";
import { type Ctx, inWorkspace, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { CustomerNotFound } from "./errors";
import { exportCustomers } from "./export-customers";
import { findCustomers } from "./find-customers";
import { getCustomer } from "./get-customer";
import type { FindCustomersInput } from "./schemas";
import { setCustomerField } from "./set-customer-field";
import { verifyIdentity } from "./verify-identity";

const test_ = useTestRuntime();

/** Three customers and a field of each kind. */
async function makeKnown() {
  const team = await makeWorkspace(test_.runtime);
  const ctx = team.member("owner");
  const make = (name: string) =>
    makeCustomer(team, { name }).then(({ customerId }) => toPublicId("customer", customerId));
  const [ayse, ali, can] = [await make("Ayşe Kaya"), await make("Ali Kaya"), await make("Can Demir")];
  const field = (name: string, kind: "text" | "number" | "date" | "boolean") =>
    createField({ ctx, input: { name, kind } }).then(({ id }) => id);
  const [district, size, birthday, isVip] = [
    await field("Semt", "text"),
    await field("Beden", "number"),
    await field("Doğum günü", "date"),
    await field("VIP", "boolean"),
  ];
  const membership = await createField({
    ctx,
    input: { name: "Üyelik", kind: "choice", choices: [{ label: "Gümüş" }, { label: "=Altın" }] },
  });
  const set = (customerId: string, fieldId: string, value: string | null, as: Ctx = team.member("support")) =>
    setCustomerField({ ctx: as, input: { customerId, fieldId, value } });
  return { team, ctx, ayse, ali, can, district, size, birthday, isVip, membership, set };
}

describe("what is known of a customer", () => {
  test("is set, shown, forgotten, and audited without being said", async () => {
    const { ctx, ayse, district, size, set } = await makeKnown();
    await set(ayse, district, " Kadıköy ");
    await set(ayse, size, "38,50");
    await set(ayse, size, "38.5");
    const read = async () => (await getCustomer({ ctx, input: { customerId: ayse } })).fields;
    expect(await read()).toEqual([
      { fieldId: district, value: "Kadıköy" },
      { fieldId: size, value: "38.5" },
    ]);
    await set(ayse, district, null);
    expect(await read()).toEqual([{ fieldId: size, value: "38.5" }]);
    const audit = (await inWorkspace(ctx, (tx) => tx.select().from(auditLog))).filter(
      ({ action }) => action === "customer.setField",
    );
    expect(audit).toHaveLength(3);
    expect(JSON.stringify(audit)).not.toContain("Kadıköy");
  });

  test("is none of another kind, of an archived field or of another workspace", async () => {
    const { team, ctx, ayse, size, birthday, membership, set } = await makeKnown();
    for (const [fieldId, value] of [
      [size, "kırk"],
      [birthday, "30.02.2026"],
      [membership.id, "Platin"],
    ] as const)
      await expect(set(ayse, fieldId, value)).rejects.toBeInstanceOf(FieldValueInvalid);
    await set(ayse, size, "40");
    await archiveField({ ctx, input: { fieldId: size } });
    await expect(set(ayse, size, "41")).rejects.toBeInstanceOf(FieldNotFound);
    // It is kept for the day that the field comes back.
    expect((await getCustomer({ ctx, input: { customerId: ayse } })).fields).toHaveLength(1);
    const others = await makeKnown();
    await expect(set(others.ayse, size, "40")).rejects.toBeInstanceOf(CustomerNotFound);
    await expect(set(ayse, others.size, "40")).rejects.toBeInstanceOf(FieldNotFound);
    await expect(set(ayse, birthday, "2000-01-01", team.member("analyst"))).rejects.toBeInstanceOf(
      PermissionDenied,
    );
  });
});

describe("the list of customers", () => {
  test("is narrowed by fields of every kind, alone, together and with a search", async () => {
    const { ctx, ayse, ali, can, district, size, birthday, isVip, membership, set } = await makeKnown();
    await set(ayse, district, "Kadıköy Moda");
    await set(ali, district, "Üsküdar");
    await set(ayse, size, "9");
    await set(ali, size, "-2.5");
    await set(can, size, "10");
    await set(ayse, birthday, "1990-05-01");
    await set(can, birthday, "2001-12-31");
    await set(ali, isVip, "evet");
    await set(can, membership.id, "Gümüş");
    const find = async (fields: FindCustomersInput["fields"], q?: string) =>
      (await findCustomers({ ctx, input: { fields, ...(q ? { q } : {}) } })).map(({ name }) => name).sort();
    const cases: [FindCustomersInput["fields"], string[]][] = [
      [[{ fieldId: district, is: "kadikoy" }], ["Ayşe Kaya"]],
      // Numbers as numbers: 10 is more than 9.
      [[{ fieldId: size, from: "9" }], ["Ayşe Kaya", "Can Demir"]],
      [[{ fieldId: size, to: "0" }], ["Ali Kaya"]],
      [[{ fieldId: size, is: "9,0" }], ["Ayşe Kaya"]],
      [[{ fieldId: birthday, from: "01.01.1990", to: "31.12.2000" }], ["Ayşe Kaya"]],
      [[{ fieldId: isVip, is: "yes" }], ["Ali Kaya"]],
      [[{ fieldId: membership.id, is: membership.choices[0]!.id }], ["Can Demir"]],
      [
        [
          { fieldId: size, from: "9" },
          { fieldId: birthday, to: "2000-01-01" },
        ],
        ["Ayşe Kaya"],
      ],
    ];
    for (const [fields, expected] of cases) expect(await find(fields)).toEqual(expected);
    expect(await find([{ fieldId: size, from: "-5" }], "Kaya")).toEqual(["Ali Kaya", "Ayşe Kaya"]);
    await expect(find([{ fieldId: size, from: "çok" }])).rejects.toBeInstanceOf(FieldValueInvalid);
    const others = await makeKnown();
    await expect(find([{ fieldId: others.size, is: "9" }])).rejects.toBeInstanceOf(FieldNotFound);
  });

  test("leaves as a file that says what is known, and that no spreadsheet runs", async () => {
    const { team, ctx, ayse, ali, size, isVip, membership, set } = await makeKnown();
    await set(ayse, size, "1250.5");
    await set(ayse, isVip, "hayır");
    await set(ali, membership.id, "=Altın");
    // Of two phones the one that came first.
    for (const value of ["+905321112233", "+905324445566"])
      await verifyIdentity({ ctx, input: { customerId: ayse, kind: "phone", value } });
    const words = { headings: ["Ad", "Tel", "Posta", "Dil", "Tarih"], yes: "Evet", no: "Hayır" };
    let text = "";
    for await (const piece of await exportCustomers({ ctx, input: { words } }))
      text += Buffer.from(piece).toString();
    expect(text.slice(1).trim().split("\r\n")).toEqual([
      "Ad,Tel,Posta,Dil,Tarih,Semt,Beden,Doğum günü,VIP,Üyelik",
      "Can Demir,,,,2026-11-20,,,,,",
      "Ali Kaya,,,,2026-11-20,,,,,'=Altın",
      "Ayşe Kaya,+905321112233,,,2026-11-20,,1250.5,,Hayır,",
    ]);
    await expect(exportCustomers({ ctx: team.member("support"), input: { words } })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
  });
});
