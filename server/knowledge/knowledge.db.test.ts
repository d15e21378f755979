import { eq } from "drizzle-orm";
import postgres from "postgres";
import { beforeEach, describe, expect, test } from "vitest";
import { auditLog, knowledgeStates, laterJobs, outbox } from "@/db/schema";
import { importText } from "@/server/imports";
import { inWorkspace, PermissionDenied } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import {
  calibrateJob,
  calibrateKnowledge,
  createFaq,
  createSynonyms,
  deleteFaq,
  deleteSynonyms,
  findAlikeFaq,
  keepFaqApart,
  listFacts,
  listFaq,
  listFaqDuplicates,
  listSynonyms,
  mergeFaq,
  retrieveFaq,
  undoMergeFaq,
  updateFacts,
  updateFaq,
  updateSynonyms,
} from "./index";
import { toAgentScale } from "./retrieval/calibration";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
beforeEach(async () => {
  shop = await makeWorkspace(t.runtime);
});

const owner = () => shop.member("owner");
const add = (question: string, answer: string, language: "tr" | "en" = "tr") =>
  createFaq({ ctx: owner(), input: { question, answer, language, tags: [] } });
const ask = (text: string, language: "tr" | "en" | "ru" | "ar" = "tr") => {
  const ctx = shop.as({ kind: "agent" });
  return inWorkspace(ctx, (tx) => retrieveFaq(tx, ctx, { text, language }));
};

describe("FAQ entries", () => {
  test("an entry answers from the next question on, is changed, disabled and deleted", async () => {
    await add("Kapıda ödeme var mı?", "Evet, kapıda nakit ya da kartla ödeyebilirsiniz.");
    const entry = await add("İade süresi ne kadar?", "14 gün içinde iade edebilirsiniz.");
    const best = async (text: string) => (await ask(text)).passages[0];
    expect((await best("iade suresi kac gun"))?.answer).toContain("14 gün");

    const changed = await updateFaq({
      ctx: owner(),
      input: { faqEntryId: entry.id, version: 1, answer: "30 gün içinde iade edebilirsiniz." },
    });
    expect((await best("iade süresi"))?.answer).toContain("30 gün");

    await updateFaq({
      ctx: owner(),
      input: { faqEntryId: entry.id, version: changed.version, isEnabled: false },
    });
    expect((await best("iade süresi"))?.answer ?? "").not.toContain("30 gün");

    const deleted = await deleteFaq({ ctx: owner(), input: { faqEntryId: entry.id } });
    expect(deleted.question).toBe("İade süresi ne kadar?");
    expect((await ask("iade süresi")).passages.map(({ answer }) => answer)).not.toContain(
      "30 gün içinde iade edebilirsiniz.",
    );
  });

  test("whoever saw an older version overwrites nothing", async () => {
    const entry = await add("Soru nedir?", "Cevap.");
    const write = (answer: string) =>
      updateFaq({ ctx: shop.member("supervisor"), input: { faqEntryId: entry.id, version: 1, answer } });
    const outcomes = await Promise.allSettled([write("bir"), write("iki")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(write("üç")).rejects.toMatchObject({ code: "FAQ_ENTRY_CHANGED", data: { version: 2 } });
  });

  test("the same question, however typed, stands once a language", async () => {
    await add("Kargo ücreti ne kadar?", "59,90 TL.");
    await expect(add("KARGO UCRETI NE KADAR", "Bedava.")).rejects.toMatchObject({
      code: "FAQ_QUESTION_TAKEN",
    });
    await expect(add("Kargo ücreti ne kadar?", "59.90 TRY.", "en")).resolves.toBeDefined();
  });

  test("lists by words, language, tag and use", async () => {
    await createFaq({
      ctx: owner(),
      input: {
        question: "Beden tablosu nerede?",
        answer: "Ürün sayfasında.",
        language: "tr",
        tags: ["beden", "ürün"],
      },
    });
    await add("Where is my size?", "On the page.", "en");
    const list = async (input: Parameters<typeof listFaq>[0]["input"]) =>
      (await listFaq({ ctx: shop.member("analyst"), input })).rows.map(({ language }) => language);
    expect(await list({ search: "URUN SAYFA" })).toEqual(["tr"]);
    expect(await list({ language: "en" })).toEqual(["en"]);
    expect(await list({ tag: "beden" })).toEqual(["tr"]);
    expect(await list({ isEnabled: false })).toEqual([]);
  });

  test("is audited without its words, and announced", async () => {
    await add("Gizli soru?", "Gizli cevap.");
    const [entry] = await inWorkspace(owner(), (tx) =>
      tx.select().from(auditLog).where(eq(auditLog.action, "faq.create")),
    );
    expect(JSON.stringify(entry?.changes)).not.toContain("Gizli");
    expect(
      await inWorkspace(owner(), (tx) => tx.select().from(outbox).where(eq(outbox.name, "faq/created"))),
    ).toHaveLength(1);
  });

  test("support may read, not write; another workspace's entry is not found", async () => {
    const entry = await add("Soru?", "Cevap.");
    const support = shop.member("support");
    await expect(deleteFaq({ ctx: support, input: { faqEntryId: entry.id } })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    await expect(
      createFaq({ ctx: support, input: { question: "a", answer: "b", language: "tr" } }),
    ).rejects.toBeInstanceOf(PermissionDenied);
    await expect(importText({ ctx: support, input: { target: "faq", text: "a" } })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    const other = (await makeWorkspace(t.runtime)).member("owner");
    await expect(deleteFaq({ ctx: other, input: { faqEntryId: entry.id } })).rejects.toMatchObject({
      code: "FAQ_ENTRY_NOT_FOUND",
    });
    expect((await listFaq({ ctx: other, input: {} })).total).toBe(0);
  });
});

describe("facts", () => {
  test("are stored as their kind asks and told in the customer's language", async () => {
    await updateFacts({
      ctx: owner(),
      input: {
        facts: [
          { key: "returnWindowDays", value: "14" },
          { key: "freeShippingFrom", value: "750,00" },
          { key: "phone", value: "0212 555 00 11" },
          { key: "website", value: "magaza.example" },
        ],
      },
    });
    expect((await listFacts({ ctx: shop.member("support") })).map(({ key, value }) => [key, value])).toEqual([
      ["returnWindowDays", "14"],
      ["freeShippingFrom", "75000"],
      ["phone", "+902125550011"],
      ["website", "https://magaza.example"],
    ]);
    const told = async (text: string, language: "tr" | "en" | "ru" | "ar") =>
      (await ask(text, language)).passages[0]?.answer;
    expect(await told("iade süresi kaç gün", "tr")).toContain("14 gün");
    expect(await told("how many days do i have to return", "en")).toContain("14 days");
    expect(await told("сколько дней на возврат", "ru")).toContain("14 дней");
    expect(await told("كم يوما مدة الإرجاع", "ar")).toContain("14 يومًا");
    expect(await told("ücretsiz kargo kaç liradan sonra", "tr")).toContain("750,00");
  });

  test("an owner's own words go before a fact's when both fit", async () => {
    await updateFacts({ ctx: owner(), input: { facts: [{ key: "returnWindowDays", value: "14" }] } });
    await add("İade süresi kaç gün?", "14 gün; iç giyimde iade yoktur.");
    expect((await ask("iade süresi kaç gün")).passages[0]?.source.kind).toBe("faq");
  });

  test("an empty value takes a fact away; a wrong one is refused by name", async () => {
    const write = (value: string) =>
      updateFacts({ ctx: owner(), input: { facts: [{ key: "returnWindowDays", value }] } });
    await write("14");
    await write("");
    expect((await ask("iade süresi kaç gün")).passages).toEqual([]);
    await expect(write("iki hafta")).rejects.toMatchObject({
      code: "FACT_INVALID",
      data: { key: "returnWindowDays" },
    });
    await expect(updateFacts({ ctx: shop.member("support"), input: { facts: [] } })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
  });
});

test("a question in a language without entries uses another language's rather than nothing", async () => {
  await add("WhatsApp destek hattı", "WhatsApp: 0555");
  expect((await ask("whatsapp?", "en")).passages[0]?.language).toBe("tr");
});

test("a question is looked up whatever it holds", async () => {
  await add('Tırnak "içinde" ve ters \\ bölü?', "Olur.");
  expect((await ask('tırnak "içinde" ters \\ bölü {virgül, süslü}')).passages[0]?.answer).toBe("Olur.");
});

test("what another process commits is used from the next question on; what is rolled back never", async () => {
  const entry = await add("Mağazanız nerede?", "Kadıköy'deyiz.");
  expect((await ask("mağaza nerede")).passages[0]?.answer).toBe("Kadıköy'deyiz.");
  // As another process writes: past this process's index.
  const admin = postgres(t.urls.adminUrl, { max: 1 });
  await admin`update faq_entries set question = 'Atölyeniz nerede?', answer = 'Moda''dayız.', version = version + 1
    where workspace_id = ${shop.workspace.id}`;
  await admin`update knowledge_states set revision = gen_random_uuid() where workspace_id = ${shop.workspace.id}`;
  await admin.end();
  expect((await ask("atölye nerede")).passages[0]?.answer).toBe("Moda'dayız.");
  expect((await ask("mağaza")).passages).toEqual([]);

  await inWorkspace(owner(), async (tx) => {
    await updateFaq({
      ctx: { ...owner(), db: tx },
      input: { faqEntryId: entry.id, version: 2, question: "Depo nerede?" },
    });
    throw new Error("taken back");
  }).catch(() => undefined);
  expect((await ask("depo")).passages).toEqual([]);
  expect((await ask("atölye nerede")).passages).toHaveLength(1);
});

test("a hundred questions at once after a change are answered alike", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `Soru${i} konu${i * 7} madde${i * 13}?,Yanıt ${i},tr,`);
  await importText({
    ctx: owner(),
    input: { target: "faq", text: `question,answer,language,tags\n${rows.join("\n")}` },
  });
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => ask(`konu${i * 7} hakkında soru${i}`)),
  );
  expect(answers.map(({ passages }) => passages[0]?.answer)).toEqual(
    Array.from({ length: 100 }, (_, i) => `Yanıt ${i}`),
  );
});

describe("synonyms of the workspace", () => {
  const say = (words: string[]) => createSynonyms({ ctx: owner(), input: { words } });

  test("are used from the next question on, changed and taken apart", async () => {
    await add("Paketim ne zaman gelir?", "İki iş günü sürer.");
    const best = async (text: string) => (await ask(text)).passages[0]?.confidence ?? 0;
    expect(await best("kolim nerede kaldı")).toBe(0);
    const group = await say(["kargo", "paket", "koli", " KOLİ ", ""]);
    expect(group.words).toEqual(["kargo", "paket", "koli"]);
    expect(await best("kolim nerede kaldı")).toBeGreaterThan(0.3);

    await updateSynonyms({ ctx: owner(), input: { synonymGroupId: group.id, words: ["kargo", "paket"] } });
    expect(await best("kolim nerede kaldı")).toBe(0);
    const deleted = await deleteSynonyms({ ctx: owner(), input: { synonymGroupId: group.id } });
    expect(deleted.words).toEqual(["kargo", "paket"]);
    expect(await listSynonyms({ ctx: owner() })).toEqual([]);
  });

  test("work in every language, and a word of another language may stand among them", async () => {
    await createFaq({
      ctx: owner(),
      input: { question: "Сколько стоит доставка?", answer: "300 ₽", language: "ru" },
    });
    await createFaq({
      ctx: owner(),
      input: { question: "كم تكلفة الشحن؟", answer: "٢٠ ريال", language: "ar" },
    });
    await say(["бандероль", "доставка"]);
    await say(["طرد", "شحن", "الشحن"]);
    expect((await ask("бандероль", "ru")).passages[0]?.answer).toBe("300 ₽");
    expect((await ask("طرد", "ar")).passages[0]?.answer).toBe("٢٠ ريال");
  });

  test("a word stands in one group; phrases, question words and lonely words are refused", async () => {
    const group = await say(["kargo", "paket"]);
    await expect(say(["KARGO", "gönderi"])).rejects.toMatchObject({
      code: "SYNONYM_TAKEN",
      data: { word: "KARGO", words: "kargo, paket" },
    });
    for (const words of [["kapıda ödeme", "nakit"], ["nerede", "hani"], ["tek"], ["🙂", "gülücük"], []]) {
      await expect(say(words)).rejects.toMatchObject({ code: "SYNONYM_UNFIT" });
    }
    const both = await Promise.allSettled([say(["kutu", "sandık"]), say(["kutu", "çanta"])]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(
      updateSynonyms({
        ctx: owner(),
        input: { synonymGroupId: group.id, words: ["kargo", "sandık", "kutu"] },
      }),
    ).rejects.toMatchObject({ code: "SYNONYM_TAKEN" });
  });

  test("another workspace's change nothing here and cannot be touched; support may only read", async () => {
    await add("Paketim ne zaman gelir?", "İki iş günü sürer.");
    const other = await makeWorkspace(t.runtime);
    const group = await createSynonyms({ ctx: other.member("owner"), input: { words: ["paket", "koli"] } });
    expect((await ask("kolim nerede kaldı")).passages).toEqual([]);
    expect(await listSynonyms({ ctx: owner() })).toEqual([]);
    const input = { synonymGroupId: group.id };
    await expect(deleteSynonyms({ ctx: owner(), input })).rejects.toMatchObject({
      code: "SYNONYM_GROUP_NOT_FOUND",
    });
    await expect(
      updateSynonyms({ ctx: owner(), input: { ...input, words: ["bir", "iki"] } }),
    ).rejects.toMatchObject({ code: "SYNONYM_GROUP_NOT_FOUND" });
    const support = shop.member("support");
    await expect(createSynonyms({ ctx: support, input: { words: ["a", "b"] } })).rejects.toBeInstanceOf(
      PermissionDenied,
    );
    expect(await listSynonyms({ ctx: support })).toEqual([]);
  });
});

describe("calibration", () => {
  const job = () => ({ workspaceId: shop.workspace.id, kind: calibrateJob, subject: "", attempts: 1 });
  const stored = () =>
    inWorkspace(owner(), async (tx) => (await tx.select().from(knowledgeStates))[0]?.calibration ?? null);
  const topics = ["kargo", "iade", "taksit", "garanti", "beden", "hediye", "fatura", "kupon", "stok"];

  test("is asked for by every change, once for many, and kept with the revision it is of", async () => {
    for (const topic of topics) await add(`${topic} nasıl oluyor?`, `${topic} sayfamızda anlatılır.`);
    const due = await inWorkspace(owner(), (tx) =>
      tx.select().from(laterJobs).where(eq(laterJobs.kind, calibrateJob)),
    );
    expect(due).toHaveLength(1);
    expect(await calibrateKnowledge(job())).toBeUndefined();
    const [state] = await inWorkspace(owner(), (tx) => tx.select().from(knowledgeStates));
    expect(state?.calibration).toMatchObject({ revision: state?.revision, ownQuestions: 18 });
    expect(state?.calibration?.answerFrom).toBeGreaterThan(state?.calibration?.askFrom ?? 1);
  });

  test("moves what is told to the agent, in this workspace only", async () => {
    const other = await makeWorkspace(t.runtime);
    for (const topic of topics) {
      await add(`${topic} nasıl oluyor?`, `${topic} sayfamızda anlatılır.`);
      const input = { question: `${topic} nasıl oluyor?`, answer: "Anlatılır.", language: "tr" as const };
      await createFaq({ ctx: other.member("owner"), input });
    }
    const confidence = async () => (await ask("taksit konusu")).passages[0]?.confidence ?? 0;
    const before = await confidence();
    await calibrateKnowledge(job());
    const { answerFrom, askFrom } = (await stored())!;
    expect(await confidence()).toBeCloseTo(toAgentScale(before, { answerFrom, askFrom }), 6);
    const [theirs] = await inWorkspace(other.member("owner"), (tx) => tx.select().from(knowledgeStates));
    expect(theirs?.calibration).toBeNull();
  });

  test("says nothing of a few entries", async () => {
    await add("Kargo nasıl oluyor?", "Anlatılır.");
    await calibrateKnowledge(job());
    expect(await stored()).toBeNull();
  });
});

describe("questions that ask the same", () => {
  const fee = () => add("Kargo ücreti ne kadar?", "59,90 TL.");
  const same = () => add("Kargo ücretiniz kaç lira?", "Elli dokuz doksan.");
  const other = () => add("Kargom ne zaman gelir?", "İki iş gününde.");
  const seen = ({ id, version }: { id: string; version: number }) => ({ faqEntryId: id, version });
  const groups = async () =>
    (await listFaqDuplicates({ ctx: shop.member("support") })).groups.map((group) =>
      group.map(({ question }) => question),
    );

  test("are told before another is saved, and listed together", async () => {
    const entry = await fee();
    await other();
    const find = (question: string, exceptId?: string) =>
      findAlikeFaq({ ctx: owner(), input: { question, language: "tr", exceptId } });
    expect((await find("KARGO UCRETINIZ KAC LIRA")).map(({ id }) => id)).toEqual([entry.id]);
    expect(await find("Kargo ücreti nedir?", entry.id)).toEqual([]);
    expect(await find("Yurt dışı kargo ücreti ne kadar?")).toEqual([]);
    expect(await find("")).toEqual([]);
    expect(await groups()).toEqual([]);
    await importText({
      ctx: owner(),
      input: { target: "faq", text: "question,answer,language,tags\nKargo ücretiniz kaç lira?,59,tr,\n" },
    });
    expect(await groups()).toEqual([["Kargo ücreti ne kadar?", "Kargo ücretiniz kaç lira?"]]);
  });

  test("become one entry that is asked in all their words, and several again", async () => {
    const [into, from] = [await fee(), await same()];
    await other();
    const merged = await mergeFaq({ ctx: owner(), input: { into: seen(into), from: [seen(from)] } });
    expect(merged.entry).toMatchObject({
      id: into.id,
      answer: "59,90 TL.",
      alternatives: [from.question],
      version: 2,
    });
    expect(await groups()).toEqual([]);
    expect((await ask("ücretiniz kaç lira")).passages[0]).toMatchObject({ answer: "59,90 TL." });
    await expect(same()).rejects.toMatchObject({ code: "FAQ_QUESTION_TAKEN" });

    const { question, alternatives, answer, language, tags, isEnabled } = merged.removed[0]!;
    const undone = await undoMergeFaq({
      ctx: owner(),
      input: {
        ...seen(merged.entry),
        alternatives: merged.before.alternatives,
        tags: merged.before.tags,
        removed: [{ question, alternatives, answer, language, tags, isEnabled }],
      },
    });
    expect(undone.alternatives).toEqual([]);
    expect((await ask("ücretiniz kaç lira")).passages.map((passage) => passage.answer)).toContain(
      "Elli dokuz doksan.",
    );
    expect(await groups()).toHaveLength(1);
  });

  test("stay apart where a member says so, and are not offered again", async () => {
    const [a, b] = [await fee(), await same()];
    await keepFaqApart({ ctx: owner(), input: { faqEntryIds: [a.id, b.id] } });
    expect(await groups()).toEqual([]);
    const input = { question: "Kargo ücretiniz kaç lira?", language: "tr" as const, exceptId: a.id };
    expect(await findAlikeFaq({ ctx: owner(), input })).toEqual([]);
  });

  test("two members merge at once: one wins, the other is told; nothing is lost", async () => {
    const [a, b] = [await fee(), await same()];
    const done = await Promise.allSettled([
      mergeFaq({ ctx: owner(), input: { into: seen(a), from: [seen(b)] } }),
      mergeFaq({ ctx: owner(), input: { into: seen(b), from: [seen(a)] } }),
    ]);
    expect(done.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { rows } = await listFaq({ ctx: owner(), input: {} });
    expect(rows.flatMap((row) => [row.question, ...row.alternatives]).sort()).toEqual(
      [a.question, b.question].sort(),
    );
  });

  test("of two languages are not merged; support may look only; another workspace's are not found", async () => {
    const a = await fee();
    const b = await add("How much is shipping?", "59.90 TRY.", "en");
    const input = { into: seen(a), from: [seen(b)] };
    await expect(mergeFaq({ ctx: owner(), input })).rejects.toMatchObject({ code: "FAQ_MERGE_UNFIT" });
    await expect(mergeFaq({ ctx: shop.member("support"), input })).rejects.toBeInstanceOf(PermissionDenied);
    const stranger = (await makeWorkspace(t.runtime)).member("owner");
    await expect(mergeFaq({ ctx: stranger, input })).rejects.toMatchObject({ code: "FAQ_ENTRY_NOT_FOUND" });
    await expect(keepFaqApart({ ctx: stranger, input: { faqEntryIds: [a.id, b.id] } })).rejects.toMatchObject(
      { code: "FAQ_ENTRY_NOT_FOUND" },
    );
  });

  test("an entry with several questions answers to each, and loses one that is taken from it", async () => {
    const entry = await createFaq({
      ctx: owner(),
      input: {
        question: "Kapıda ödeme var mı?",
        alternatives: ["Kuryeye nakit verebilir miyim?", "KAPIDA ÖDEME VAR MI", " "].filter((text) =>
          text.trim(),
        ),
        answer: "Evet.",
        language: "tr",
      },
    });
    expect(entry.alternatives).toEqual(["Kuryeye nakit verebilir miyim?"]);
    const sure = async () => (await ask("kuryeye nakit versem")).passages[0]?.confidence ?? 0;
    expect(await sure()).toBeGreaterThan(0.5);
    await updateFaq({ ctx: owner(), input: { ...seen(entry), alternatives: [] } });
    expect(await sure()).toBe(0);
  });
});
