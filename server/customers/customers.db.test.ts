import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditLog, shopOrderLines, shopOrderPackages, shopOrders } from "@/db/schema";
import { makeCustomer } from "@/server/conversations/testing";
import { type Ctx, inWorkspace, newId, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { CustomerNotFound, IdentityProvedByOther, IdentityValueInvalid } from "./errors";
import { findCustomers } from "./find-customers";
import { getCustomer } from "./get-customer";
import { verifyIdentity } from "./verify-identity";

const test_ = useTestRuntime();
const phone = "+905321234567";

async function makeShopOrder(ctx: Ctx, number: string, orderPhone: string) {
  const base = { workspaceId: ctx.workspace.id };
  const [id, packageId] = [newId(), newId()];
  const now = test_.clock.now();
  await inWorkspace(ctx, async (tx) => {
    await tx.insert(shopOrders).values({
      ...base,
      id,
      number,
      numberFolded: number,
      orderedAt: now,
      customerName: "X",
      phone: orderPhone,
      status: "shipped",
      createdAt: now,
      updatedAt: now,
    });
    await tx.insert(shopOrderPackages).values({
      ...base,
      id: packageId,
      shopOrderId: id,
      carrier: "Aras",
      tracking: "1Z",
      status: "shipped",
    });
    await tx.insert(shopOrderLines).values({
      ...base,
      id: newId(),
      shopOrderId: id,
      packageId,
      item: "Kazak",
      quantity: 1,
      priceMinor: 49_990n,
      currency: "TRY",
    });
  });
}

describe("verifyIdentity", () => {
  test("attaches what the customer shared, audited without the number itself", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { customerId } = await makeCustomer(team);
    const ctx = team.as({ kind: "agent" });
    const input = {
      customerId: toPublicId("customer", customerId),
      kind: "phone",
      value: "0532 123 45 67",
    } as const;
    expect(await verifyIdentity({ ctx, input })).toMatchObject({
      value: phone,
      verifiedBy: "contact_button",
      takenFromCustomerId: null,
    });
    // A second time is no second row.
    await verifyIdentity({ ctx, input });
    const customer = await getCustomer({ ctx: team.member("analyst"), input });
    expect(customer.identities.filter((identity) => identity.kind === "phone")).toHaveLength(1);
    const audit = await inWorkspace(ctx, (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.entityId, customerId)),
    );
    expect(audit).toHaveLength(2);
    expect(JSON.stringify(audit)).not.toContain("532123");
  });

  test("the newer proof by button has it; a member's word does not undo a proof", async () => {
    const team = await makeWorkspace(test_.runtime);
    const earlier = await makeCustomer(team, { name: "Önceki", phone });
    const later = await makeCustomer(team, { name: "Sonraki" });
    const input = {
      customerId: toPublicId("customer", later.customerId),
      kind: "phone",
      value: phone,
    } as const;
    await expect(verifyIdentity({ ctx: team.member("support"), input })).rejects.toBeInstanceOf(
      IdentityProvedByOther,
    );
    const taken = await verifyIdentity({ ctx: team.as({ kind: "agent" }), input });
    expect(taken.takenFromCustomerId).toBe(toPublicId("customer", earlier.customerId));
    const before = await getCustomer({
      ctx: team.member("owner"),
      input: { customerId: toPublicId("customer", earlier.customerId) },
    });
    expect(before.identities.map((identity) => identity.kind)).toEqual(["telegram"]);
  });

  test("two customers prove one number at once: one row, one holder", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.as({ kind: "agent" });
    const both = [await makeCustomer(team), await makeCustomer(team)];
    await Promise.all(
      both.map(({ customerId }) =>
        verifyIdentity({
          ctx,
          input: { customerId: toPublicId("customer", customerId), kind: "phone", value: phone },
        }),
      ),
    );
    const found = await findCustomers({ ctx: team.member("owner"), input: { q: phone } });
    expect(found).toHaveLength(1);
  });

  test.each([
    ["phone", "12345"],
    ["email", "posta"],
  ] as const)("refuses the %s %s", async (kind, value) => {
    const team = await makeWorkspace(test_.runtime);
    const { customerId } = await makeCustomer(team);
    await expect(
      verifyIdentity({
        ctx: team.member("support"),
        input: { customerId: toPublicId("customer", customerId), kind, value },
      }),
    ).rejects.toBeInstanceOf(IdentityValueInvalid);
  });

  test("an analyst may not; another workspace's customer is not found", async () => {
    const [team, others] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const foreign = toPublicId("customer", (await makeCustomer(others)).customerId);
    const input = { customerId: foreign, kind: "phone", value: phone } as const;
    await expect(verifyIdentity({ ctx: team.member("analyst"), input })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    await expect(verifyIdentity({ ctx: team.member("support"), input })).rejects.toBeInstanceOf(
      CustomerNotFound,
    );
    await expect(getCustomer({ ctx: team.member("owner"), input })).rejects.toBeInstanceOf(CustomerNotFound);
  });
});

describe("getCustomer", () => {
  test("shows the shop orders of verified phones only, with packages and lines", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { customerId } = await makeCustomer(team, { phone });
    const ctx = team.member("support");
    await makeShopOrder(ctx, "TY1", phone);
    await makeShopOrder(ctx, "TY2", "+905550000000");
    const customer = await getCustomer({ ctx, input: { customerId: toPublicId("customer", customerId) } });
    expect(customer.shopOrders).toMatchObject([
      {
        number: "TY1",
        status: "shipped",
        packages: [{ carrier: "Aras", tracking: "1Z" }],
        lines: [{ item: "Kazak", priceMinor: "49990", currency: "TRY" }],
      },
    ]);
  });
});

describe("findCustomers", () => {
  test("by name, whatever the case and the marks", async () => {
    const team = await makeWorkspace(test_.runtime);
    await makeCustomer(team, { name: "İbrahim Çağlar" });
    await makeCustomer(team, { name: "Zeynep" });
    const find = async (q: string) =>
      (await findCustomers({ ctx: team.member("support"), input: { q } })).map((customer) => customer.name);
    expect(await find("ibrahim CAGL")).toEqual(["İbrahim Çağlar"]);
    expect(await find("caglar ibrahim")).toEqual(["İbrahim Çağlar"]);
    expect(await find("ahmet")).toEqual([]);
  });

  test("without a word the newest come first, and nobody of another workspace", async () => {
    const [team, other] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    await makeCustomer(other, { name: "Başkası" });
    for (const name of ["Bir", "İki", "Üç"]) await makeCustomer(team, { name });
    const found = await findCustomers({ ctx: team.member("analyst"), input: { limit: 2 } });
    expect(found.map(({ name }) => name)).toEqual(["Üç", "İki"]);
  });
});
