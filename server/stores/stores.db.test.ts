import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog, outbox, shopOrderLines, shopOrderPackages, shopOrders } from "@/db/schema";
import {
  getImport,
  ImportColumnsMissing,
  importText,
  listImportRows,
  listKeptThings,
  undoImport,
} from "@/server/imports";
import { workNow } from "@/server/imports/testing";
import { inWorkspace, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { findShopOrders, getShopOrder, listShopOrders } from "./index";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
beforeEach(async () => {
  shop = await makeWorkspace(t.runtime);
});

const heading =
  "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price";
const row = (changes: Partial<Record<string, string>> = {}) => {
  const values: Record<string, string> = {
    order_number: "TY-1042",
    ordered_at: "18.11.2026 14:05",
    customer_name: "Ayşe Yılmaz",
    phone: "0532 123 45 67",
    email: "Ayse@Example.com",
    status: "Kargoya Verildi",
    carrier: "Yurtiçi Kargo",
    tracking: "YK123456",
    estimated_delivery: "21.11.2026",
    delivered_at: "",
    item: "Keten gömlek",
    sku: "KG-1",
    quantity: "2",
    price: '"1.299,90"',
    ...changes,
  };
  return heading
    .split(",")
    .map((name) => values[name] ?? "")
    .join(",");
};
const file = (...rows: string[]) => [heading, ...rows].join("\n");
const importCsv = (text: string, ctx = shop.member("owner")) =>
  importText({ ctx, input: { target: "shopOrders", text } });
const rowsOf = (importId: string, filter: "all" | "remarked" = "all") =>
  listImportRows({ ctx: shop.member("owner"), input: { importId, filter, limit: 2_000 } });
const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(shop.member("owner"), work);
const allOrders = () => read((tx) => tx.select().from(shopOrders));
/** Every order as the agent would tell it. */
const everything = async () =>
  (
    await Promise.all(
      (
        await allOrders()
      ).map(({ id }) =>
        getShopOrder({ ctx: shop.member("owner"), input: { shopOrderId: toPublicId("shopOrder", id) } }),
      ),
    )
  ).sort((one, other) => (one.number < other.number ? -1 : 1));

describe("a file of shop orders", () => {
  test("stores an order with its packages and lines, money in minor units, dates in the workspace's zone", async () => {
    const report = await importCsv(
      file(
        row(),
        row({ item: "Kemer", sku: "KM-2", quantity: "1", price: "249.50" }),
        row({ item: "Şapka", tracking: "YK999", status: "teslim edildi", delivered_at: "20.11.2026 10:00" }),
      ),
    );
    expect(report.counts.things).toEqual({ created: 1, updated: 0, unchanged: 0 });
    const [order] = await allOrders();
    expect(order).toMatchObject({
      numberFolded: "TY1042",
      phone: "+905321234567",
      email: "ayse@example.com",
      status: "shipped",
      orderedAt: new Date("2026-11-18T11:05:00Z"),
    });
    const packages = await read((tx) => tx.select().from(shopOrderPackages));
    expect(packages.map(({ tracking, status }) => [tracking, status]).sort()).toEqual([
      ["YK123456", "shipped"],
      ["YK999", "delivered"],
    ]);
    expect(packages.find(({ tracking }) => tracking === "YK123456")?.estimatedDelivery).toBe("2026-11-21");
    const lines = await read((tx) => tx.select().from(shopOrderLines));
    expect(lines.map(({ item, priceMinor }) => [item, priceMinor]).sort()).toEqual([
      ["Kemer", 24_950n],
      ["Keten gömlek", 129_990n],
      ["Şapka", 129_990n],
    ]);
  });

  test("is read with a byte order mark, semicolons, quotes and Turkish headings", async () => {
    const csv =
      "\ufeffSipariş No;Sipariş Tarihi;Müşteri Adı;Telefon;E-posta;Durum;Kargo Firması;Takip No;Tahmini Teslimat;Teslim Tarihi;Ürün;SKU;Adet;Fiyat\r\n" +
      '"A;1";2026-11-18;"Ali ""Usta"" Kaya";5321112233;;Hazırlanıyor;;;;;"Masa\nlambası";;1;99,90\r\n';
    const report = await importCsv(csv);
    expect(report.counts.rows).toMatchObject({ created: 1, refused: 0 });
    const [order] = await allOrders();
    expect(order).toMatchObject({ number: "A;1", customerName: 'Ali "Usta" Kaya', status: "preparing" });
  });

  test("without a column that it needs is one clear error that names it, and nothing is stored", async () => {
    const failure = importCsv(file(row()).replace("status,", "").replace("Kargoya Verildi,", ""));
    await expect(failure).rejects.toBeInstanceOf(ImportColumnsMissing);
    await expect(failure).rejects.toMatchObject({ data: { missing: ["status"] } });
    expect(await allOrders()).toHaveLength(0);
  });

  test("leaves what it has no column for as it stands", async () => {
    await importCsv(file(row()));
    await importCsv(
      "sipariş no;tarih;müşteri;durum;ürün;fiyat;adet;stok kodu\nTY1042;18.11.2026 14:05;Ayşe Yılmaz;teslim edildi;Keten gömlek;1299,90;2;KG-1",
    );
    expect(await allOrders()).toMatchObject([
      { phone: "+905321234567", email: "ayse@example.com", status: "delivered" },
    ]);
    expect(await read((tx) => tx.select().from(shopOrderPackages))).toMatchObject([{ tracking: "YK123456" }]);
  });

  test("says by row what was refused and what was left out", async () => {
    const report = await importCsv(
      file(
        row(),
        row({ order_number: "B", status: "uçtu" }),
        row({ order_number: "C", ordered_at: "31.02.2026" }),
        row({ order_number: "D", price: "bedava" }),
        row({ order_number: "E", quantity: "0" }),
        row({ order_number: "" }),
        row({ order_number: "F", phone: "yok" }),
        row(),
      ),
    );
    const { rows } = await rowsOf(report.id);
    expect(rows.map(({ row, outcome, problems }) => [row, outcome, problems[0]?.code])).toEqual([
      [2, "created", undefined],
      [3, "refused", "statusUnknown"],
      [4, "refused", "dateUnreadable"],
      [5, "refused", "priceUnreadable"],
      [6, "refused", "quantityUnreadable"],
      [7, "refused", "valueMissing"],
      [8, "created", "phoneUnreadable"],
      [9, "unchanged", "rowRepeated"],
    ]);
    expect(report.counts.rows).toEqual({ created: 2, updated: 0, unchanged: 1, refused: 5, remarked: 2 });
    expect(rows[1]?.cells).toContain("uçtu");
  });

  test("whose rows of one order disagree keeps the first word and remarks the others", async () => {
    const report = await importCsv(
      file(
        row({ phone: "" }),
        row({ item: "Kemer" }),
        row({ item: "Şapka", phone: "0555 000 11 22", ordered_at: "19.11.2026" }),
        row({ item: "Çorap", phone: "+905321234567" }),
      ),
    );
    const { rows } = await rowsOf(report.id, "remarked");
    expect(rows).toMatchObject([
      {
        row: 4,
        outcome: "created",
        problems: [
          { code: "differsFromFirst", column: "ordered_at", row: 2 },
          { code: "differsFromFirst", column: "phone", row: 3 },
        ],
      },
    ]);
    expect(await allOrders()).toMatchObject([
      { phone: "+905321234567", orderedAt: new Date("2026-11-18T11:05:00Z") },
    ]);
  });

  test("a duplicate order in a second file updates; the same file again changes nothing", async () => {
    await importCsv(file(row()));
    const again = await importCsv(file(row()));
    expect(again.counts.things).toEqual({ created: 0, updated: 0, unchanged: 1 });
    expect(again.importedBeforeAt).toBe(t.clock.now().toISOString());
    const report = await importCsv(file(row({ status: "delivered", customer_name: "Ayşe Demir" })));
    expect(report.counts.things).toEqual({ created: 0, updated: 1, unchanged: 0 });
    expect(report.importedBeforeAt).toBeNull();
    expect(await allOrders()).toMatchObject([{ status: "delivered", customerName: "Ayşe Demir" }]);
    expect(await read((tx) => tx.select().from(shopOrderLines))).toHaveLength(1);
    const found = async (search: string) =>
      (await listShopOrders({ ctx: shop.member("analyst"), input: { search } })).rows.length;
    expect([await found("demir"), await found("yılmaz")]).toEqual([1, 0]);
  });

  test("whose rows of one order stand far apart still makes one order", async () => {
    const others = Array.from({ length: 1_200 }, (_, i) => row({ order_number: `X${i}`, tracking: `T${i}` }));
    const report = await importCsv(
      file(row(), ...others, row({ item: "Kemer", customer_name: "Ayşe Demir" })),
    );
    expect(report.counts.things).toMatchObject({ created: 1_201, updated: 0 });
    expect(report.counts.rows).toMatchObject({ created: 1_202, updated: 0 });
    const [order] = await findShopOrders({ ctx: shop.member("owner"), input: { numbers: ["ty 1042"] } });
    expect(order?.customerName).toBe("Ayşe Yılmaz");
    expect(order?.packages.flatMap((pack) => pack.lines.map((line) => line.item)).sort()).toEqual([
      "Kemer",
      "Keten gömlek",
    ]);
    expect((await rowsOf(report.id, "remarked")).rows[0]?.problems).toEqual([
      { code: "differsFromFirst", column: "customer_name", row: 2 },
    ]);
  });

  test("that breaks off keeps what came before and says where it stopped", async () => {
    const report = await importCsv(`${file(row())}\n"B,2026-11-18`);
    expect(report).toMatchObject({ state: "done", stoppedAt: { row: 3, reason: "broken" } });
    expect(await allOrders()).toHaveLength(1);
  });

  test("is audited once and announced once a chunk that changed something", async () => {
    await importCsv(file(row()));
    await importCsv(file(row()));
    const entries = await read((tx) => tx.select().from(auditLog).where(eq(auditLog.action, "import.start")));
    expect(entries).toHaveLength(2);
    expect(
      await read((tx) => tx.select().from(outbox).where(eq(outbox.name, "shopOrder/imported"))),
    ).toHaveLength(1);
  });

  test("is taken back: new orders go, changed ones say again what they said, what was changed since stays", async () => {
    await importCsv(
      file(row(), row({ item: "Kemer", price: "249.50" }), row({ order_number: "B", tracking: "T2" })),
    );
    const before = await everything();
    const second = await importCsv(
      file(
        row({ status: "delivered", customer_name: "Ayşe Demir", tracking: "YK777" }),
        row({ order_number: "B", tracking: "T2", status: "delivered" }),
        row({ order_number: "C", tracking: "T3" }),
      ),
    );
    const third = await importCsv(file(row({ order_number: "B", tracking: "T2", status: "iade" })));
    const undo = async (importId: string) => {
      await undoImport({ ctx: shop.member("owner"), input: { importId } });
      await workNow(shop.member("owner"), importId);
      return getImport({ ctx: shop.member("owner"), input: { importId } });
    };
    expect((await undo(second.id)).counts.undo).toEqual({
      removed: 1,
      restored: 1,
      changedSince: 1,
      inUse: 0,
      gone: 0,
    });
    expect(await listKeptThings({ ctx: shop.member("owner"), input: { importId: second.id } })).toEqual([
      { row: 3, label: "B", why: "changedSince" },
    ]);
    await undo(third.id);
    const rest = (await everything()).filter(({ number }) => number !== "B");
    expect(rest).toEqual(before.filter(({ number }) => number !== "B"));
    const found = async (search: string) =>
      (await listShopOrders({ ctx: shop.member("analyst"), input: { search } })).rows.map(
        ({ number }) => number,
      );
    expect([await found("yk777"), await found("t3"), await found("yılmaz")]).toEqual([
      [],
      [],
      expect.any(Array),
    ]);
    await expect(
      undoImport({ ctx: shop.member("owner"), input: { importId: second.id } }),
    ).rejects.toMatchObject({
      code: "IMPORT_NOT_POSSIBLE",
    });
  });

  test("support and analysts may not import; the agent may not either", async () => {
    for (const ctx of [shop.member("support"), shop.member("analyst"), shop.as({ kind: "agent" })]) {
      await expect(importCsv(file(row()), ctx)).rejects.toBeInstanceOf(PermissionDenied);
    }
  });
});

describe("listShopOrders, getShopOrder, findShopOrders", () => {
  const many = () =>
    file(
      ...Array.from({ length: 25 }, (_, i) =>
        row({
          order_number: `S-${100 + i}`,
          ordered_at: `2026-11-${String(1 + (i % 5)).padStart(2, "0")}`,
          tracking: `T${i}`,
          status: i % 2 ? "shipped" : "delivered",
          customer_name: i === 7 ? "Çağla Öztürk" : "Ali Kaya",
          phone: i === 7 ? "+90 555 000 11 22" : "",
        }),
      ),
    );

  test("pages without gaps or repeats, newest first, by status", async () => {
    await importCsv(many());
    const ctx = shop.member("analyst");
    const seen: { number: string; orderedAt: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await listShopOrders({
        ctx,
        input: { limit: 4, status: "shipped", ...(cursor ? { cursor } : {}) },
      });
      seen.push(...page.rows);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen.map(({ number }) => number)).size).toBe(12);
    expect(seen.map(({ orderedAt }) => orderedAt)).toEqual(
      seen
        .map(({ orderedAt }) => orderedAt)
        .sort()
        .reverse(),
    );
  });

  test.each([
    ["a name in ASCII", "cagla oz"],
    ["an order number without its dash", "s107"],
    ["the number's digits", "107"],
    ["a tracking number", "t7"],
    ["a phone as it is said at home", "0555 000 11 22"],
    ["a phone with its country", "+90 555 000"],
  ])("finds by %s", async (_, search) => {
    await importCsv(many());
    const { rows } = await listShopOrders({ ctx: shop.member("support"), input: { search } });
    expect(rows.map(({ number }) => number)).toEqual(["S-107"]);
  });

  test("the agent finds by number, tracking and phone; every criterion must hold", async () => {
    await importCsv(file(row(), row({ order_number: "Z", tracking: "ZZ1", phone: "05550001122" })));
    const find = async (input: Parameters<typeof findShopOrders>[0]["input"]) =>
      (await findShopOrders({ ctx: shop.as({ kind: "agent" }), input })).map(({ number }) => number);
    expect(await find({ numbers: ["#TY 1042"] })).toEqual(["TY-1042"]);
    expect(await find({ codes: ["yk123456"] })).toEqual(["TY-1042"]);
    expect(await find({ phones: ["532 123 45 67"] })).toEqual(["TY-1042"]);
    expect(await find({ numbers: ["TY1042"], phones: ["05550001122"] })).toEqual([]);
    expect(await find({ codes: ["ty-1042"] })).toEqual(["TY-1042"]);
    expect(await find({ phones: ["yok"] })).toEqual([]);
    expect(await find({ codes: ["1042"] })).toEqual(["TY-1042"]);
    expect(await find({ codes: [] })).toEqual([]);
  });

  test("another workspace's order is not found", async () => {
    await importCsv(file(row()));
    const [order] = await findShopOrders({ ctx: shop.member("owner"), input: { numbers: ["TY-1042"] } });
    const other = (await makeWorkspace(t.runtime)).member("owner");
    await expect(getShopOrder({ ctx: other, input: { shopOrderId: order!.id } })).rejects.toMatchObject({
      code: "SHOP_ORDER_NOT_FOUND",
    });
    expect((await listShopOrders({ ctx: other, input: {} })).rows).toEqual([]);
    expect(await findShopOrders({ ctx: other, input: { numbers: ["TY-1042"] } })).toEqual([]);
  });

  test("a customer may not look", async () => {
    const ctx = shop.as({ kind: "customer", customerId: shop.workspace.id });
    await expect(listShopOrders({ ctx, input: {} })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(findShopOrders({ ctx, input: { numbers: ["A"] } })).rejects.toBeInstanceOf(PermissionDenied);
  });

  test("the list and the search read by index", async () => {
    const rows = Array.from({ length: 2_000 }, (_, i) => row({ order_number: `N${i}`, tracking: `T${i}` }));
    await importCsv(file(...rows));
    const plan = await read(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = on`);
      const lines = await tx.execute<{ "QUERY PLAN": string }>(
        sql`explain select * from shop_orders where workspace_id = ${shop.workspace.id}::uuid order by ordered_at desc nulls last, id desc nulls last limit 51`,
      );
      return lines.map((line) => line["QUERY PLAN"]).join("\n");
    });
    expect(plan).not.toContain("Seq Scan");
  });
});
