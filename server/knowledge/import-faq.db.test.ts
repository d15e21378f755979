import { beforeEach, describe, expect, test } from "vitest";
import { getImport, importText, listImportRows, listKeptThings, undoImport } from "@/server/imports";
import { workNow } from "@/server/imports/testing";
import { inWorkspace } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { exportFaq, listFaq, retrieveFaq, updateFaq } from "./index";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
beforeEach(async () => {
  shop = await makeWorkspace(t.runtime);
});

const owner = () => shop.member("owner");
const ask = (text: string) => {
  const ctx = shop.as({ kind: "agent" });
  return inWorkspace(ctx, (tx) => retrieveFaq(tx, ctx, { text, language: "tr" }));
};

describe("a file of questions", () => {
  const csv = (text: string) => importText({ ctx: owner(), input: { target: "faq", text } });
  const rowsOf = async (importId: string) =>
    (await listImportRows({ ctx: owner(), input: { importId } })).rows.map(({ row, outcome, problems }) => [
      row,
      outcome,
      problems[0]?.code,
    ]);

  test("is imported, updates, leaves alone and refuses by row", async () => {
    await csv("question,answer,language,tags\nKapı?,1,tr,a|b\nİki?,2,tr,");
    const report = await csv(
      '\ufeffSoru;Cevap;Dil;Etiketler\n"kapi?";"yeni; 1";Türkçe;a\nİki?;2;tr;\nÜç?;3;;\nDört?;;tr;\nBeş?;5;xx;\nüç?;4;tr;\n',
    );
    expect(await rowsOf(report.id)).toEqual([
      [2, "updated", undefined],
      [3, "unchanged", undefined],
      [4, "created", undefined],
      [5, "refused", "valueMissing"],
      [6, "refused", "languageUnknown"],
      [7, "refused", "keyRepeated"],
    ]);
    expect((await ask("kapı?")).passages[0]?.answer).toBe("yeni; 1");
  });

  test("without a column that it needs is one clear error", async () => {
    await expect(csv("question,language,tags\nBir?,tr,")).rejects.toMatchObject({
      code: "IMPORT_COLUMNS_MISSING",
      data: { missing: ["answer"] },
    });
  });

  test("that was exported is imported as unchanged", async () => {
    await csv('question,answer,language,tags\n"Bir, iki?","a ""b""\nc",tr,x|y\nThree?,=1+1,en,');
    const { csv: text } = await exportFaq({ ctx: owner() });
    const { counts } = await csv(text);
    expect(counts.rows).toMatchObject({ created: 0, updated: 0, refused: 0 });
  });

  test("keeps what came before a broken row", async () => {
    const report = await csv('question,answer,language,tags\nBir?,1,tr,\n"İki?,2');
    expect(report.stoppedAt).toEqual({ row: 3, reason: "broken" });
    expect(report.counts.things.created).toBe(1);
  });

  test("is taken back: what it created is gone, what it changed is as it was, what was changed since is named", async () => {
    await csv("soru,cevap,dil\nKargo kaç günde gelir?,1,tr\nİki?,2,tr");
    const report = await csv(
      "soru,cevap,dil\nKargo kaç günde gelir?,bir,tr\nİki?,iki,tr\nÜç?,üç,tr\nDört?,dört,tr",
    );
    const four = (await listFaq({ ctx: owner(), input: {} })).rows.find(
      ({ question }) => question === "Dört?",
    )!;
    await updateFaq({ ctx: owner(), input: { faqEntryId: four.id, version: four.version, answer: "elle" } });
    await undoImport({ ctx: owner(), input: { importId: report.id } });
    await workNow(owner(), report.id);
    expect(await getImport({ ctx: owner(), input: { importId: report.id } })).toMatchObject({
      state: "undone",
      counts: { undo: { removed: 1, restored: 2, changedSince: 1 } },
    });
    expect(await listKeptThings({ ctx: owner(), input: { importId: report.id } })).toEqual([
      { row: 5, label: "Dört?", why: "changedSince" },
    ]);
    const rows = (await listFaq({ ctx: owner(), input: {} })).rows.map(({ question, answer }) => [
      question,
      answer,
    ]);
    expect(rows.sort()).toEqual([
      ["Dört?", "elle"],
      ["Kargo kaç günde gelir?", "1"],
      ["İki?", "2"],
    ]);
    expect((await ask("kargo kaç günde gelir?")).passages[0]?.answer).toBe("1");
  });
});
