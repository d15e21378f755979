import { randomBytes } from "node:crypto";
import { channels } from "@/db/schema";
import { foldText } from "@/lib/text/fold";
import { importText, listImportRows } from "@/server/imports";
import {
  type Ctx,
  encrypt,
  getRuntime,
  inWorkspace,
  newId,
  openSystemContext,
  randomToken,
} from "@/server/kernel";
import { createFaq, FactInvalid, findFactKey, updateFacts } from "@/server/knowledge";
import { createWorkspace } from "@/server/workspaces";
import type { Conversation, OrderSetup, Setup } from "./conversation.ts";
import { FieldInvalid } from "./fields.ts";

/** A workspace as a conversation's setup describes it, made by the product's own verbs. */
export type Stage = {
  ctx: Ctx;
  channelId: string;
  /** What a `faq:…` of an expectation may say, to the ids of the entries. */
  faqIds(name: string): string[];
  /** The name of a fact in the setup, to the key that it was stored under. */
  factKey(name: string): string;
};

const system = { kind: "system", name: "evaluation" } as const;
const alwaysOpen = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]);

/** @throws FieldInvalid the product refuses an entry, an order or a fact of the setup, with its reason */
export async function setUpStage({ kind, setup }: Conversation): Promise<Stage> {
  const { workspace } = await createWorkspace({
    owner: { displayName: "Evaluation", locale: "en" },
    workspace: {
      organisationName: "Evaluation",
      kind,
      name: "Örnek",
      slug: `e-${randomBytes(10).toString("hex")}`,
      timeZone: setup.timeZone,
      defaultLanguage: setup.language,
      languages: ["tr", "en", "ru", "ar"],
      businessHours: alwaysOpen,
    },
  });
  const ctx = await openSystemContext(workspace.id, system);
  const channelId = await makeChannel(ctx);
  const ids = await storeFaq(ctx, setup);
  const keys = await storeFacts(ctx, setup);
  await storeOrders(ctx, setup);
  return { ctx, channelId, faqIds: nameFaq(setup, ids), factKey: (name) => keys.get(name) ?? name };
}

/** A bot whose platform is never reached: what is said lies in the database. */
async function makeChannel(ctx: Ctx): Promise<string> {
  const channelId = newId();
  const { secret } = getRuntime().env;
  await inWorkspace(ctx, (tx) =>
    tx.insert(channels).values({
      workspaceId: ctx.workspace.id,
      id: channelId,
      kind: "telegram",
      key: randomToken(),
      providerAccountId: channelId,
      username: "evaluation_bot",
      displayName: "Evaluation",
      apiRoot: "http://127.0.0.1:9",
      tokenEncrypted: encrypt(secret, "100001:evaluation", `channel:${channelId}:token`),
      secretEncrypted: encrypt(secret, "secret", `channel:${channelId}:secret`),
      updateMode: "webhook",
      state: "active",
      profile: {},
      createdAt: ctx.clock.now(),
    }),
  );
  return channelId;
}

/** Ids of the entries, in the order of the list. */
async function storeFaq(ctx: Ctx, { faq, language }: Setup): Promise<string[]> {
  const ids: string[] = [];
  for (const [i, { question, answer, tags, language: own }] of faq.entries()) {
    try {
      const input = { question, answer, tags, language: own ?? language };
      ids.push((await createFaq({ ctx, input })).id);
    } catch (error) {
      throw new FieldInvalid(`setup.faq[${i}]`, `is refused (${(error as Error).message})`);
    }
  }
  return ids;
}

/**
 * States the facts, under the product's own key where the name stands for one ("hours", "return_days") and the value
 * fits it, else under the name given. Returns the key that each name was stored under.
 */
async function storeFacts(ctx: Ctx, { facts }: Setup): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for (const { key: name, value } of facts) {
    const known = findFactKey(name);
    const choices = known
      ? [
          [known, value],
          [known, /\d+([.,]\d+)?/.exec(value)?.[0] ?? value],
          [name, value],
        ]
      : [[name, value]];
    for (const [key = "", written = ""] of choices) {
      try {
        await updateFacts({ ctx, input: { facts: [{ key, value: written }] } });
        keys.set(name, key);
        break;
      } catch (error) {
        if (key === name || !(error instanceof FactInvalid)) {
          throw new FieldInvalid(`setup.facts.${name}`, `is refused (${(error as Error).message})`);
        }
      }
    }
  }
  return keys;
}

const orderHeading =
  "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price";

async function storeOrders(ctx: Ctx, { orders }: Setup): Promise<void> {
  if (orders.length === 0) return;
  const yesterday = new Date(ctx.clock.now().getTime() - 36 * 3_600_000).toISOString().slice(0, 10);
  const rows = orders.flatMap((order, i) => toRows(order, yesterday).map((row) => ({ i, row })));
  const csv = toCsv([orderHeading.split(","), ...rows.map(({ row }) => row)]);
  const { id: importId } = await importText({ ctx, input: { target: "shopOrders", text: csv } });
  const report = await listImportRows({ ctx, input: { importId, filter: "remarked", limit: 2_000 } });
  const refused = report.rows.find(
    ({ outcome, problems }) => outcome === "refused" || problems.some(({ code }) => code !== "rowRepeated"),
  );
  if (!refused) return;
  const [problem] = refused.problems;
  const order = rows[refused.row - 2]?.i ?? 0;
  throw new FieldInvalid(
    `setup.shopOrders[${order}]`,
    `is refused (${[problem?.code, problem?.column, problem?.value].filter(Boolean).join(" ")})`,
  );
}

function toRows(order: OrderSetup, yesterday: string): string[][] {
  return order.packages.flatMap((item) => {
    const lines = item.items.length > 0 ? item.items : [{ name: "Ürün", quantity: 1, price: "100" }];
    return lines.map(({ name, quantity, price }) => [
      order.number,
      order.orderedAt ?? yesterday,
      order.customerName,
      order.phone ?? "",
      order.email ?? "",
      item.status ?? order.status,
      item.carrier ?? "",
      item.tracking ?? "",
      item.estimatedDelivery ?? "",
      item.deliveredAt ?? "",
      name,
      "",
      String(quantity),
      price,
    ]);
  });
}

const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")).join("\n");

/** `faq:<id>`, `faq:0` (the place in the list), `faq:<question>` and `faq:<tag>`, whichever fits first. */
function nameFaq({ faq }: Setup, ids: readonly string[]): Stage["faqIds"] {
  const key = (text: string) => foldText(text).trim();
  const idsWhere = (fits: (entry: Setup["faq"][number]) => boolean) =>
    faq.flatMap((entry, i) => (fits(entry) ? (ids[i] ?? []) : []));
  return (name) => {
    const byId = idsWhere(({ id }) => id !== null && key(id) === key(name));
    if (byId.length > 0) return byId;
    if (/^\d+$/.test(name)) return ids.slice(Number(name), Number(name) + 1);
    const byQuestion = idsWhere(({ question }) => key(question) === key(name));
    return byQuestion.length > 0
      ? byQuestion
      : idsWhere(({ tags }) => tags.some((tag) => key(tag) === key(name)));
  };
}
