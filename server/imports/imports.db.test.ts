import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { customers, identities, importChanges, importRows, laterJobs, shopOrders } from "@/db/schema";
import { makeXlsx } from "@/lib/tables/make-xlsx";
import { findCustomers, getCustomer } from "@/server/customers";
import { archiveField, createField } from "@/server/fields";
import {
  encodeSessionCookie,
  fromPublicId,
  inWorkspace,
  PermissionDenied,
  StorageFull,
  sessionCookieName,
  startSession,
} from "@/server/kernel";
import { fillDisk, makeWorkspace, useTestRuntime } from "@/server/testing";
import {
  cancelImport,
  checkImport,
  discardImport,
  getImport,
  getNewestImport,
  handleImportUpload,
  importLaterHandlers,
  importText,
  importWork,
  listImportRows,
  listKeptThings,
  receiveImport,
  startImport,
  undoImport,
} from "./index";
import type { ImportTarget } from "./rules";
import { forgetOpenFile, workNow } from "./testing";

const dataDir = mkdtempSync(join(tmpdir(), "santral-imports-"));
const t = useTestRuntime({ env: { dataDir } });
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
beforeEach(async () => {
  shop = await makeWorkspace(t.runtime);
});

const owner = () => shop.member("owner");
const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(owner(), work);
const heading = "sipariş no;tarih;müşteri;telefon;durum;ürün;fiyat";
const row = (number: string, status = "kargoda") =>
  `${number};18.11.2026;Ayşe Yılmaz;0532 123 45 67;${status};Gömlek;10,00`;
const orders = (count: number, from = 0) => Array.from({ length: count }, (_, i) => row(`N-${from + i}`));
const file = (...rows: string[]) => Buffer.from([heading, ...rows].join("\n"));

async function* inPieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

const receive = (bytes: Uint8Array, target: ImportTarget = "shopOrders", ctx = owner()) =>
  receiveImport({ ctx, input: { target, fileName: "dosya.csv" }, bytes: inPieces(bytes) });
const get = (importId: string) => getImport({ ctx: owner(), input: { importId } });
const countOrders = () => read((tx) => tx.$count(shopOrders));
/** One turn of the loop, of a chunk or two. */
const turn = (importId: string) =>
  importWork["imports/work"]!({
    workspaceId: shop.workspace.id,
    kind: "imports/work",
    subject: fromPublicId("import", importId)!,
    attempts: 1,
  });

describe("a file", () => {
  test("is received with its columns guessed, and nothing is stored", async () => {
    const received = await receive(
      makeXlsx([
        ["Rapor"],
        heading.split(";"),
        ["A-1", new Date("2026-11-18"), "Ali", 5_321_112_233, "kargoda", "Masa", 10],
      ]),
    );
    expect(received).toMatchObject({
      state: "ready",
      format: { kind: "xlsx", sheet: "Sayfa1" },
      heading: ["sipariş no", "tarih", "müşteri", "telefon", "durum", "ürün", "fiyat"],
      sample: [["A-1", "2026-11-18", "Ali", "5321112233", "kargoda", "Masa", "10"]],
      columnMap: {
        order_number: 0,
        ordered_at: 1,
        customer_name: 2,
        phone: 3,
        status: 4,
        item: 5,
        price: 6,
        sku: null,
      },
    });
    expect(await countOrders()).toBe(0);
  });

  test.each([
    ["empty", Buffer.from("")],
    ["notATable", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
    ["webPage", Buffer.from("<html><table><tr><td>1")],
  ])("that is none (%s) is refused and leaves nothing behind", async (fault, bytes) => {
    await expect(receive(bytes)).rejects.toMatchObject({ code: "IMPORT_FILE_UNREADABLE", data: { fault } });
    expect(await getNewestImport({ ctx: owner(), input: { target: "shopOrders" } })).toBeNull();
    expect(readdirSync(join(dataDir, "imports")).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  test("without a column that is needed can be told which one it is", async () => {
    const { id } = await receive(
      Buffer.from("sipariş no,tarih,müşteri,durum,ürün,kolon7\nA,18.11.2026,Ali,kargoda,Masa,12"),
    );
    await expect(checkImport({ ctx: owner(), input: { importId: id } })).rejects.toMatchObject({
      code: "IMPORT_COLUMNS_MISSING",
      data: { missing: ["price"] },
    });
    const { columnMap } = await get(id);
    await checkImport({
      ctx: owner(),
      input: { importId: id, columnMap: { ...columnMap, price: 5, sku: 180 } },
    });
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({
      state: "checked",
      columnMap: { price: 5, sku: null },
      counts: { things: { created: 1 } },
    });
  });

  test("is tried first: what would become of each row, and nothing stored", async () => {
    await importText({
      ctx: owner(),
      input: { target: "shopOrders", text: file(row("A"), row("B")).toString() },
    });
    const { id } = await receive(file(row("A"), row("B", "teslim edildi"), row("C"), row("D", "uçtu")));
    await checkImport({ ctx: owner(), input: { importId: id } });
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({
      state: "checked",
      rowsExpected: 4,
      counts: { rows: { created: 1, updated: 1, unchanged: 1, refused: 1 } },
    });
    const { rows } = await listImportRows({ ctx: owner(), input: { importId: id } });
    expect(rows.map(({ outcome }) => outcome)).toEqual(["unchanged", "updated", "created", "refused"]);
    expect(await countOrders()).toBe(2);
    await startImport({ ctx: owner(), input: { importId: id } });
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({ state: "done", counts: { rows: { created: 1, updated: 1 } } });
    expect(await countOrders()).toBe(3);
    expect(existsSync(join(dataDir, "imports", fromPublicId("import", id)!))).toBe(false);
  });

  test("of the same bytes is noticed", async () => {
    const bytes = file(row("A"));
    await importText({ ctx: owner(), input: { target: "shopOrders", text: bytes.toString() } });
    expect((await receive(bytes)).importedBeforeAt).toBe(t.clock.now().toISOString());
    expect((await receive(file(row("B")))).importedBeforeAt).toBeNull();
  });

  test("that nobody started is forgotten, or thrown away at once", async () => {
    const [one, other] = [await receive(file(row("A"))), await receive(file(row("B")))];
    await discardImport({ ctx: owner(), input: { importId: one.id } });
    await expect(get(one.id)).rejects.toMatchObject({ code: "IMPORT_NOT_FOUND" });
    const forget = importLaterHandlers["imports/forget"]!;
    const subject = fromPublicId("import", other.id)!;
    await forget({ workspaceId: shop.workspace.id, kind: "imports/forget", subject, attempts: 1 });
    await expect(get(other.id)).rejects.toMatchObject({ code: "IMPORT_NOT_FOUND" });
    expect(existsSync(join(dataDir, "imports", subject))).toBe(false);
  });
});

describe("all or nothing", () => {
  test("nothing, when a row cannot be stored; the rows are named", async () => {
    const { id } = await receive(file(...orders(700), row("Kötü", "uçtu")));
    await startImport({ ctx: owner(), input: { importId: id, mode: "whole" } });
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({ state: "refused", canUndo: false });
    expect(await countOrders()).toBe(0);
    const { rows } = await listImportRows({ ctx: owner(), input: { importId: id, filter: "refused" } });
    expect(rows).toMatchObject([{ row: 702, label: "Kötü", problems: [{ code: "statusUnknown" }] }]);
  });

  test("all, when every row can", async () => {
    const { id } = await receive(file(...orders(1_200)));
    await startImport({ ctx: owner(), input: { importId: id, mode: "whole" } });
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({ state: "done", counts: { things: { created: 1_200 } } });
    expect(await countOrders()).toBe(1_200);
  });

  test("nothing, when what stands changes between the trial and the end", async () => {
    const questions = Array.from({ length: 600 }, (_, i) => `Soru ${i} nedir?;Yanıt ${i}`);
    const { id } = await receive(Buffer.from(["soru;yanıt", ...questions].join("\n")), "faq");
    await startImport({ ctx: owner(), input: { importId: id, mode: "whole" } });
    // The trial and the first chunk.
    while ((await get(id)).state === "checking") await turnOnce(id);
    await turnOnce(id);
    expect(await get(id)).toMatchObject({ state: "running", counts: { things: { created: 500 } } });
    writeFileSync(
      join(dataDir, "imports", fromPublicId("import", id)!),
      ["soru;yanıt", ...questions.slice(0, 550), ";eksik"].join("\n"),
    );
    forgetOpenFile(fromPublicId("import", id)!);
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({ state: "refused", counts: { undo: { removed: 500 } } });
    expect(await read((tx) => tx.$count(importRows, eq(importRows.outcome, "refused")))).toBe(1);
  });
});

/** One chunk. */
async function turnOnce(importId: string): Promise<void> {
  const { workUntil } = await import("./work-import");
  await workUntil(owner(), fromPublicId("import", importId)!, () => true);
}

describe("on the way", () => {
  test("stands where it is while the disk is full, and goes on with space; taken back it does not wait", async () => {
    const { id } = await receive(file(...orders(1_700)));
    const other = await receive(file(...orders(10, 5_000)));
    await startImport({ ctx: owner(), input: { importId: id } });
    await turnOnce(id);
    const { state, rowsRead } = await get(id);
    const free = await fillDisk(t.runtime);
    try {
      const outcome = await turn(id);
      expect(outcome!.againAt.getTime()).toBeGreaterThan(t.clock.now().getTime());
      expect(await get(id)).toMatchObject({ state, rowsRead });
      await expect(receive(file(row("Z-1")))).rejects.toThrow(StorageFull);
      expect(readdirSync(join(dataDir, "imports")).filter((name) => name.includes("partial"))).toEqual([]);
      await discardImport({ ctx: owner(), input: { importId: other.id } });
    } finally {
      await free();
    }
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({ state: "done", rowsRead: 1_700 });
  });

  test("a process that dies is followed by one that goes on where it stood", async () => {
    const { id } = await receive(file(...orders(1_700)));
    await startImport({ ctx: owner(), input: { importId: id } });
    await turnOnce(id);
    await turnOnce(id);
    expect(await get(id)).toMatchObject({ state: "running", rowsRead: 1_000 });
    forgetOpenFile(fromPublicId("import", id)!);
    await Promise.all([turn(id), turn(id)]).catch(() => {});
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({
      state: "done",
      rowsRead: 1_700,
      counts: { things: { created: 1_700 } },
    });
    expect(await countOrders()).toBe(1_700);
    expect(await read((tx) => tx.$count(importChanges))).toBe(1_700);
  });

  test("it can be stopped: rows that are stored stay and can be taken back", async () => {
    const { id } = await receive(file(...orders(1_200)));
    await startImport({ ctx: owner(), input: { importId: id } });
    await turnOnce(id);
    expect(await cancelImport({ ctx: owner(), input: { importId: id } })).toMatchObject({
      state: "cancelled",
      canUndo: true,
    });
    await workNow(owner(), id);
    expect(await countOrders()).toBe(500);
    await undoImport({ ctx: owner(), input: { importId: id } });
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({ state: "undone", counts: { undo: { removed: 500 } } });
    expect(await countOrders()).toBe(0);
  });

  test("stopped, what was to be all or nothing is nothing", async () => {
    const { id } = await receive(file(...orders(1_200)));
    await startImport({ ctx: owner(), input: { importId: id, mode: "whole" } });
    while ((await get(id)).state === "checking") await turnOnce(id);
    await turnOnce(id);
    await cancelImport({ ctx: owner(), input: { importId: id } });
    await workNow(owner(), id);
    expect(await get(id)).toMatchObject({ state: "cancelled", counts: { things: { created: 0 } } });
    expect(await countOrders()).toBe(0);
  });

  test("one file of a target at a time", async () => {
    const [one, other] = [await receive(file(row("A"))), await receive(file(row("B")))];
    const begun = await Promise.allSettled(
      [one, other].map(({ id }) => startImport({ ctx: owner(), input: { importId: id } })),
    );
    expect(begun.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(begun.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "IMPORT_RUNNING" },
    });
    await expect(startImport({ ctx: owner(), input: { importId: one.id } })).rejects.toBeTruthy();
  });

  test("the job ends with the import, and old values are forgotten after a month", async () => {
    const { id } = await importText({
      ctx: owner(),
      input: { target: "shopOrders", text: file(row("A")).toString() },
    });
    expect(await turn(id)).toBeUndefined();
    const subject = fromPublicId("import", id)!;
    const [job] = await t.runtime.worker
      .select()
      .from(laterJobs)
      .where(eq(laterJobs.kind, "imports/forget"))
      .then((jobs) => jobs.filter((one) => one.subject === subject));
    expect(job!.dueAt.getTime() - t.clock.now().getTime()).toBe(30 * 86_400_000);
    await importLaterHandlers["imports/forget"]!({
      workspaceId: shop.workspace.id,
      kind: "imports/forget",
      subject,
      attempts: 1,
    });
    expect(await get(id)).toMatchObject({ state: "done", canUndo: false, sample: [] });
    expect(await read((tx) => tx.$count(importRows))).toBe(0);
  });
});

describe("customers", () => {
  const csv = (text: string) => importText({ ctx: owner(), input: { target: "customers", text } });

  test("are known by phone or e-mail, unverified; one who belongs to two is refused", async () => {
    await csv("ad soyad,telefon,e-posta\nAyşe Yılmaz,0532 123 45 67,\nAli Kaya,,ali@example.com");
    const report = await csv(
      "İsim;Cep;Mail;Dil\nAyşe Demir;+90 532 123 45 67;ayse@example.com;tr\nİkisi;05321234567;ali@example.com;\nHiç;;;\nAli Kaya;;ALI@example.com;",
    );
    const { rows } = await listImportRows({ ctx: owner(), input: { importId: report.id } });
    expect(rows.map(({ outcome, problems }) => [outcome, problems[0]?.code])).toEqual([
      ["updated", undefined],
      ["refused", "keyRepeated"],
      ["refused", "noWayToKnow"],
      ["unchanged", undefined],
    ]);
    const held = await read((tx) => tx.select().from(identities));
    expect(held.map(({ kind, value, verifiedAt }) => [kind, value, verifiedAt]).sort()).toEqual([
      ["email", "ali@example.com", null],
      ["email", "ayse@example.com", null],
      ["phone", "+905321234567", null],
    ]);
    const twice = await csv("ad,telefon,e-posta\nBiri,0532 123 45 67,ali@example.com");
    expect((await listImportRows({ ctx: owner(), input: { importId: twice.id } })).rows).toMatchObject([
      { outcome: "refused", problems: [{ code: "belongsToTwo" }] },
    ]);
    await undoImport({ ctx: owner(), input: { importId: report.id } });
    await workNow(owner(), report.id);
    const names = (await read((tx) => tx.select().from(customers))).map(({ displayName }) => displayName);
    expect(names.sort()).toEqual(["Ali Kaya", "Ayşe Yılmaz"]);
    expect(await read((tx) => tx.$count(identities))).toBe(2);
    expect(await listKeptThings({ ctx: owner(), input: { importId: report.id } })).toEqual([]);
  });

  test("bring what the workspace's own fields ask, what cannot be read is remarked, and it is taken back", async () => {
    const size = await createField({ ctx: owner(), input: { name: "Beden", kind: "number" } });
    const member = await createField({
      ctx: owner(),
      input: { name: "Üyelik", kind: "choice", choices: [{ label: "Gümüş" }, { label: "Altın" }] },
    });
    const old = await createField({ ctx: owner(), input: { name: "Eski alan", kind: "text" } });
    await archiveField({ ctx: owner(), input: { fieldId: old.id } });
    await csv("ad,telefon,beden\nAyşe,0532 123 45 67,38");
    const report = await csv(
      "ad,telefon,BEDEN,uyelik,eski alan\nAyşe,0532 123 45 67,40,gümüş,x\nAli,0532 123 45 68,kırk,platin,y\nVeli,0532 123 45 69,,,",
    );
    expect(report.columns.filter(({ label }) => label).map(({ label }) => label)).toEqual([
      "Beden",
      "Üyelik",
    ]);
    const { rows } = await listImportRows({ ctx: owner(), input: { importId: report.id } });
    expect(
      rows.map(({ outcome, problems }) => [outcome, problems.map(({ code, column }) => [code, column])]),
    ).toEqual([
      ["updated", []],
      [
        "created",
        [
          ["fieldNotANumber", "Beden"],
          ["fieldNotAChoice", "Üyelik"],
        ],
      ],
      ["created", []],
    ]);
    const known = async (q: string) => {
      const [found] = await findCustomers({ ctx: owner(), input: { q } });
      return (await getCustomer({ ctx: owner(), input: { customerId: found!.id } })).fields;
    };
    expect(await known("Ayşe")).toEqual([
      { fieldId: size.id, value: "40" },
      { fieldId: member.id, value: member.choices[0]!.id },
    ]);
    expect(await known("Ali")).toEqual([]);
    // The same file again changes nothing, and an empty cell forgets nothing.
    const again = await csv("ad,telefon,beden,uyelik\nAyşe,0532 123 45 67,40,\n");
    expect((await listImportRows({ ctx: owner(), input: { importId: again.id } })).rows).toMatchObject([
      { outcome: "unchanged" },
    ]);
    await undoImport({ ctx: owner(), input: { importId: report.id } });
    await workNow(owner(), report.id);
    expect(await known("Ayşe")).toEqual([{ fieldId: size.id, value: "38" }]);
    expect(await findCustomers({ ctx: owner(), input: { q: "Ali" } })).toEqual([]);
  });
});

describe("who may", () => {
  test("nobody of another workspace sees or moves it", async () => {
    const { id } = await receive(file(row("A")));
    const other = (await makeWorkspace(t.runtime)).member("owner");
    const input = { importId: id };
    for (const attempt of [
      getImport,
      listImportRows,
      checkImport,
      startImport,
      cancelImport,
      undoImport,
      discardImport,
    ]) {
      await expect(attempt({ ctx: other, input })).rejects.toMatchObject({ code: "IMPORT_NOT_FOUND" });
    }
  });

  test("support, analysts and the agent may not", async () => {
    const { id } = await receive(file(row("A")));
    for (const ctx of [shop.member("support"), shop.member("analyst"), shop.as({ kind: "agent" })]) {
      await expect(receive(file(row("B")), "customers", ctx)).rejects.toBeInstanceOf(PermissionDenied);
      await expect(getImport({ ctx, input: { importId: id } })).rejects.toBeInstanceOf(PermissionDenied);
    }
  });
});

describe("POST /api/imports", () => {
  async function post(
    bytes: Uint8Array,
    headers: Record<string, string> = {},
    query = "target=shopOrders&name=a.csv",
  ) {
    const { personId } = shop.team.find(({ role }) => role === "owner")!;
    const cookie = `${sessionCookieName()}=${await encodeSessionCookie(await startSession({ personId, method: "test" }))}`;
    const response = await handleImportUpload(
      new Request(`http://127.0.0.1:3000/api/imports?${query}`, {
        method: "POST",
        body: new Uint8Array(bytes),
        headers: { host: "127.0.0.1:3000", cookie, "x-santral-workspace": shop.workspace.slug, ...headers },
      }),
    );
    const body = (await response.json()) as { error?: { code: string }; state?: string };
    return { status: response.status, code: body.error?.code, state: body.state };
  }

  test("takes a member's file", async () => {
    expect(await post(file(row("A")))).toEqual({ status: 200, code: undefined, state: "ready" });
  });

  test.each([
    ["from another site", { origin: "https://evil.example" }, 403, "FORBIDDEN"],
    ["without the header", { "x-santral-workspace": "" }, 403, "FORBIDDEN"],
    ["without a session", { cookie: "" }, 401, "NOT_SIGNED_IN"],
    ["for a workspace of others", { "x-santral-workspace": "baska" }, 404, "WORKSPACE_NOT_FOUND"],
    ["announced as two gigabytes", { "content-length": "2147483648" }, 400, "IMPORT_FILE_TOO_LARGE"],
    ["of which only the beginning came", { "content-length": "20000000" }, 400, "IMPORT_FILE_INCOMPLETE"],
  ])("refuses one %s", async (_label, headers, status, code) => {
    expect(await post(file(row("A")), headers as Record<string, string>)).toMatchObject({ status, code });
  });

  test("refuses one that grows past the limit, and one for nothing we know", async () => {
    expect(await post(Buffer.alloc(65 * 1024 * 1024, "a"))).toMatchObject({ code: "IMPORT_FILE_TOO_LARGE" });
    expect(await post(file(row("A")), {}, "target=secrets&name=a")).toMatchObject({
      status: 400,
      code: "INVALID_INPUT",
    });
  });
});
