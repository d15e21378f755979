import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { agentRuns, auditLog, faqEntries, intentExamples, intentModels, laterJobs } from "@/db/schema";
import { type Ctx, inWorkspace, PermissionDenied, toPublicId } from "@/server/kernel";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { AgentRunNotFound, IntentNotFound, NothingToUndo, OwnIntentTaken, TeachingFull } from "../errors";
import { letAgentWork, makeTalk } from "../testing";
import { addIntentExamples } from "./add-intent-examples";
import { correctAnswer } from "./correct-answer";
import { correctIntent } from "./correct-intent";
import { createOwnIntent } from "./create-own-intent";
import { loadClassifier } from "./current-model";
import { deleteIntentExample } from "./delete-intent-example";
import { deleteOwnIntent } from "./delete-own-intent";
import { trainJob } from "./internal";
import { listIntentExamples } from "./list-intent-examples";
import { listIntents } from "./list-intents";
import { trainWorkspace } from "./train-workspace";
import { undoTraining } from "./undo-training";

const t = useTestRuntime();
let shop: Awaited<ReturnType<typeof makeWorkspace>>;
beforeEach(async () => {
  shop = await makeWorkspace(t.runtime);
});
const owner = () => shop.member("owner");
const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(owner(), work);
const train = (workspaceId = shop.workspace.id) =>
  trainWorkspace({ workspaceId, kind: trainJob, subject: workspaceId, attempts: 1 });
const intentOf = (text: string, ctx: Ctx = owner()) =>
  inWorkspace(ctx, async (tx) => (await loadClassifier(tx, ctx))(text));
const isAsked = async () =>
  (
    await read((tx) =>
      tx
        .select()
        .from(laterJobs)
        .where(and(eq(laterJobs.workspaceId, shop.workspace.id), eq(laterJobs.kind, trainJob))),
    )
  ).length === 1;

/** A customer's message that the agent has run on. */
async function runOn(text: string): Promise<string> {
  const talk = await makeTalk(t.runtime, shop);
  await talk.say(text);
  await letAgentWork(t.runtime);
  const [run] = await read((tx) => tx.select().from(agentRuns));
  return toPublicId("agentRun", run!.id);
}

const sewing = [
  "paça boyu kısaltıyor musunuz",
  "pantolonun paçasını yaptırmak istiyorum",
  "elbisenin boyunu kısaltır mısınız",
  "terzi hizmetiniz var mı",
  "beli daraltılıyor mu",
];

describe("a member corrects an intent", () => {
  test("the words become an example, are learnt, and the next message is understood; undo takes it back", async () => {
    const text = "ürünün hali ne olacak benim";
    const agentRunId = await runOn(text);
    const before = (await intentOf(text)).intent;
    expect(before).not.toBe("complaint");
    await correctIntent({ ctx: shop.member("support"), input: { agentRunId, intent: "complaint" } });
    expect(await isAsked()).toBe(true);
    expect(await listIntents({ ctx: owner() })).toMatchObject({ model: null, waiting: 1 });

    await train();
    expect((await intentOf(text)).intent).toBe("complaint");
    const { model, waiting } = await listIntents({ ctx: owner() });
    expect(model).toMatchObject({ version: 1, examples: 1 });
    expect(model!.accuracyAfter).toBeGreaterThan(0.8);
    expect(model!.durationMs).toBeLessThan(5_000);
    expect(waiting).toBe(0);
    expect(await listIntentExamples({ ctx: owner(), input: {} })).toMatchObject([
      { intent: "complaint", text, isCorrection: true, isLearnt: true },
    ]);

    await undoTraining({ ctx: owner() });
    expect((await intentOf(text)).intent).toBe(before);
    expect(await listIntents({ ctx: owner() })).toMatchObject({ model: null, waiting: 0 });
    await expect(undoTraining({ ctx: owner() })).rejects.toThrow(NothingToUndo);
    const actions = await read((tx) => tx.select({ action: auditLog.action }).from(auditLog));
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["intent.teach", "intent.train", "intent.undo"]),
    );
  });

  test("the same text corrected twice, however it is written, is one example with the later meaning", async () => {
    await addIntentExamples({ ctx: owner(), input: { intent: "stock", texts: ["Gelince HABER verin"] } });
    await addIntentExamples({ ctx: owner(), input: { intent: "return", texts: ["gelince haber  verin"] } });
    expect(await listIntentExamples({ ctx: owner(), input: {} })).toMatchObject([{ intent: "return" }]);
  });

  test("an intent that the kind has not is refused, and so is an analyst", async () => {
    const agentRunId = await runOn("kargom nerede");
    await expect(correctIntent({ ctx: owner(), input: { agentRunId, intent: "aftercare" } })).rejects.toThrow(
      IntentNotFound,
    );
    await expect(
      correctIntent({ ctx: shop.member("analyst"), input: { agentRunId, intent: "return" } }),
    ).rejects.toThrow(PermissionDenied);
    const other = await makeWorkspace(t.runtime);
    await expect(
      correctIntent({ ctx: other.member("owner"), input: { agentRunId, intent: "return" } }),
    ).rejects.toThrow(AgentRunNotFound);
  });

  test("emoji, Arabic and a very long word are stored and learnt", async () => {
    const texts = ["🙂🙂", "؟؟", "ağ".repeat(250), "أريد هدية"];
    await addIntentExamples({ ctx: owner(), input: { intent: "discount", texts } });
    await train();
    expect((await listIntents({ ctx: owner() })).model).toMatchObject({ examples: 4 });
  });
});

describe("intents of the workspace's own", () => {
  test("are understood after the training and hand over where the workspace says so; deleted, they are forgotten", async () => {
    const ctx = owner();
    const { intent, ownIntentId } = await createOwnIntent({
      ctx,
      input: { name: "Terzi", action: "handoff", texts: sewing },
    });
    await train();
    expect(await intentOf("eteğin boyu kısaltılır mı terzi")).toMatchObject({ intent, handsOff: true });
    const agentRunId = await runOn("terzi hizmetiniz var mı paça kısaltma");
    const [run] = await read((tx) => tx.select().from(agentRuns));
    expect(run).toMatchObject({ action: "handoff", reason: "own_intent_needs_person", intent });
    expect(agentRunId).toBe(toPublicId("agentRun", run!.id));

    await deleteOwnIntent({ ctx, input: { ownIntentId } });
    await train();
    expect((await intentOf("eteğin boyu kısaltılır mı terzi")).intent).not.toBe(intent);
    expect(await listIntentExamples({ ctx, input: {} })).toEqual([]);
  });

  test("a neighbour's are not found, a name stands once, and there are at most twelve", async () => {
    const ctx = owner();
    const input = { name: "Terzi", action: "answer" as const, texts: sewing };
    const { intent, ownIntentId } = await createOwnIntent({ ctx, input });
    await expect(createOwnIntent({ ctx, input })).rejects.toThrow(OwnIntentTaken);
    const other = (await makeWorkspace(t.runtime)).member("owner");
    await expect(addIntentExamples({ ctx: other, input: { intent, texts: ["x"] } })).rejects.toThrow(
      IntentNotFound,
    );
    await expect(deleteOwnIntent({ ctx: other, input: { ownIntentId } })).rejects.toThrow(IntentNotFound);
    for (let i = 1; i < 12; i++) await createOwnIntent({ ctx, input: { ...input, name: `Terzi ${i}` } });
    await expect(createOwnIntent({ ctx, input: { ...input, name: "Fazla" } })).rejects.toThrow(TeachingFull);
  });
});

describe("what is taught", () => {
  test("touches no other workspace", async () => {
    const text = "ürünün hali ne olacak benim";
    const other = await makeWorkspace(t.runtime);
    const before = await intentOf(text, other.member("owner"));
    await addIntentExamples({ ctx: owner(), input: { intent: "complaint", texts: [text] } });
    await train();
    expect(await intentOf(text, other.member("owner"))).toEqual(before);
  });

  test("goes with its example", async () => {
    const text = "ürünün hali ne olacak benim";
    const before = (await intentOf(text)).intent;
    await addIntentExamples({ ctx: owner(), input: { intent: "complaint", texts: [text] } });
    await train();
    const [example] = await listIntentExamples({ ctx: owner(), input: {} });
    await deleteIntentExample({ ctx: owner(), input: { intentExampleId: example!.id } });
    await train();
    expect((await intentOf(text)).intent).toBe(before);
    expect(await read((tx) => tx.select().from(intentExamples))).toEqual([]);
  });

  test("only the last trainings are kept", async () => {
    await train();
    await read(async (tx) => {
      const [first] = await tx.select().from(intentModels);
      await tx.insert(intentModels).values({ ...first!, version: 10 });
    });
    await train();
    const versions = await read((tx) => tx.select({ version: intentModels.version }).from(intentModels));
    expect(versions.map(({ version }) => version).sort()).toEqual([10, 11]);
  });
});

test("a better answer becomes an entry of the knowledge in the customer's words", async () => {
  const agentRunId = await runOn("vitrindeki mankeni satıyor musunuz");
  const { faqEntryId } = await correctAnswer({
    ctx: owner(),
    input: { agentRunId, answer: "Mankenler satılık değil." },
  });
  const [entry] = await read((tx) => tx.select().from(faqEntries));
  expect(entry).toMatchObject({
    question: "vitrindeki mankeni satıyor musunuz",
    answer: "Mankenler satılık değil.",
    language: "tr",
  });
  expect(toPublicId("faqEntry", entry!.id)).toBe(faqEntryId);
  await expect(
    correctAnswer({ ctx: shop.member("support"), input: { agentRunId, answer: "x" } }),
  ).rejects.toThrow(PermissionDenied);
});
