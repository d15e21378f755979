import { describe, expect, test } from "vitest";
import { channels } from "@/db/schema";
import { makeTalk } from "@/server/agent/testing";
import { inWorkspace, PermissionDenied } from "@/server/kernel";
import { createFaq, listFaq } from "@/server/knowledge";
import { createInvitation } from "@/server/members";
import { listShopOrders } from "@/server/stores";
import { makeWorkspace, useTestRuntime } from "@/server/testing";
import { updateWorkspace } from "@/server/workspaces";
import { getChecklist, hideChecklist, loadSamples } from ".";
import { sampleFaq } from "./data/faq";
import { nextStep } from "./rules";

const state = useTestRuntime();
const kinds = ["creator", "shop", "clinic", "desk"] as const;
const languages = ["tr", "en", "ru", "ar"] as const;

type Made = Awaited<ReturnType<typeof makeWorkspace>>;

/** What a founder finds: alone, with an agent that is off. */
async function makeFresh(kind: (typeof kinds)[number], language: (typeof languages)[number] = "tr") {
  const made = await makeWorkspace(state.runtime, { kind });
  await state.runtime.app.$client.begin(async (sql) => {
    await sql`select set_config('app.workspace_id', ${made.workspace.id}, true)`;
    await sql`update members set removed_at = now() where role <> 'owner'`;
  });
  Object.assign(made.workspace, { defaultLanguage: language });
  await updateWorkspace({
    ctx: made.member("owner"),
    input: { isAgentOn: false, defaultLanguage: language },
  });
  return made;
}

const open = async (made: Made) =>
  (await getChecklist({ ctx: made.member("owner") })).steps
    .filter(({ isDone }) => !isDone)
    .map(({ key }) => key);

describe.each(kinds)("a fresh %s", (kind) => {
  test("from nothing to the first automatic answer, each step seen where it was taken", async () => {
    const made = await makeFresh(kind);
    const ctx = made.member("owner");
    const own = kind === "shop" ? "orders" : "facts";
    expect(await open(made)).toEqual(["bot", "knowledge", own, "agent", "reply", "team"]);
    const talk = await makeTalk(state.runtime, made);
    expect(await open(made)).toEqual(["knowledge", own, "agent", "reply", "team"]);
    await loadSamples({ ctx });
    expect(await open(made)).toEqual(["agent", "reply", "team"]);
    await updateWorkspace({ ctx, input: { isAgentOn: true } });
    const [[question, answer] = ["", ""]] = sampleFaq[kind].tr;
    expect((await talk.ask(question))?.text).toContain(answer);
    expect(await open(made)).toEqual(["team"]);
    await createInvitation({ ctx, input: { role: "support", locale: "tr" } });
    const done = await getChecklist({ ctx });
    expect(done).toMatchObject({ isDone: true, bot: { isLocal: expect.any(Boolean) } });
    expect(done.questions).toContain(question);
    expect(done.questions).toHaveLength(3);
    if (kind === "shop") expect(done.questions[2]).toMatch(/^ORNEK-\d+ numaralı siparişim nerede\?$/);
    expect(nextStep(done.steps)).toBeNull();
  });
});

describe("samples", () => {
  test.each(languages)(
    "in %s, every question is answered from its own entry",
    async (language) => {
      for (const kind of kinds) {
        const made = await makeFresh(kind, language);
        const ctx = made.member("owner");
        await loadSamples({ ctx });
        await updateWorkspace({ ctx, input: { isAgentOn: true } });
        const unanswered: string[] = [];
        for (const [question, answer] of sampleFaq[kind][language]) {
          const talk = await makeTalk(state.runtime, made, { language });
          const reply = await talk.ask(question);
          if (!reply?.text?.includes(answer)) unanswered.push(`${question} → ${reply?.text}`);
        }
        expect(unanswered, kind).toEqual([]);
      }
    },
    60_000,
  );

  test("fill only what is empty, and once", async () => {
    const made = await makeFresh("shop");
    const ctx = made.member("owner");
    await createFaq({
      ctx,
      input: { question: "Kargo ne kadar?", answer: "Bedava.", language: "tr", tags: [] },
    });
    expect(await loadSamples({ ctx })).toEqual({ questions: 0, orders: 3, facts: 6 });
    expect(await loadSamples({ ctx })).toEqual({ questions: 0, orders: 0, facts: 0 });
    expect((await listFaq({ ctx, input: {} })).rows).toHaveLength(1);
    expect((await listShopOrders({ ctx, input: {} })).rows).toHaveLength(3);
  });

  test("a support member may not", async () => {
    const made = await makeWorkspace(state.runtime);
    await expect(loadSamples({ ctx: made.member("support") })).rejects.toThrow(PermissionDenied);
  });
});

describe("the list", () => {
  test("is hidden by each member for themselves", async () => {
    const made = await makeWorkspace(state.runtime);
    const hidden = await hideChecklist({ ctx: made.member("support"), input: { isHidden: true } });
    expect(hidden.isHidden).toBe(true);
    expect(await getChecklist({ ctx: made.member("owner") })).toMatchObject({ isHidden: false });
    expect(await hideChecklist({ ctx: made.member("support"), input: { isHidden: false } })).toMatchObject({
      isHidden: false,
    });
  });

  test("opens a step again when what it rested on has gone", async () => {
    const made = await makeFresh("clinic");
    await makeTalk(state.runtime, made);
    expect(await open(made)).not.toContain("bot");
    await inWorkspace(made.member("owner"), (tx) => tx.update(channels).set({ state: "broken" }));
    expect(await open(made)).toContain("bot");
  });

  test("a neighbour's bot and answers are none of ours", async () => {
    const [mine, other] = [await makeFresh("desk"), await makeFresh("desk")];
    await makeTalk(state.runtime, other);
    await loadSamples({ ctx: other.member("owner") });
    expect(await open(mine)).toEqual(["bot", "knowledge", "facts", "agent", "reply", "team"]);
  });
});
