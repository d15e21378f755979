import { and, eq, gt, sql } from "drizzle-orm";
import { orderProofs, proofAttempts, type proofMethods } from "@/db/schema";
import { lastFourDigits } from "@/lib/phone/normalise-phone";
import { codeKey } from "@/lib/text/fold";
import { type Ctx, fromPublicId, newId, recordAudit, type Transaction } from "@/server/kernel";
import { findShopOrders, type ShopOrderDetail } from "@/server/stores";
import { namesSurname, type Proof } from "./reading/find-proof";

/** At most this many tries at proof by details, in any day. */
export const maxTriesOfCustomer = 5;
export const maxTriesOnOrder = 20;
const dayMs = 86_400_000;
/** Without a number, only orders of this long back are looked at. */
const recentDays = 90;
/** More orders than buttons that one can read. */
const maxChoices = 6;

export type OrderQuestion = {
  customerId: string;
  /** What this message names, as typed: order or tracking numbers. */
  codes: readonly string[];
  /** The order whose button was pressed. */
  chosenOrderId: string | null;
  /** The newest codes that the customer named before in this conversation, since an order was told last. */
  earlierCodes: readonly string[];
  /** An order pointed at without a number: the one told last, another than that, or the newest. */
  reference: { kind: "same" | "other" | "newest"; toldId: string | null } | null;
  /** What this message gives as proof. */
  proof: Proof | null;
  /** A proof given just before, when only the number was missing. */
  earlierProof: Proof | null;
  verifiedPhones: readonly string[];
  /** A phone was proved by the contact button in this message. */
  isPhoneFresh: boolean;
  provedOrderIds: readonly string[];
};

export type OrderAnswer = {
  state: "none" | "unproved" | "proved" | "several";
  /** Set only when it is proved: nothing of another order reaches an answer. */
  order: ShopOrderDetail | null;
  /** Proved orders to choose from, when no number was given and there are several. */
  choices: ShopOrderDetail[];
  /** This message tried a proof and it failed. */
  hasFailed: boolean;
  triesLeft: number;
};

const nothing: OrderAnswer = {
  state: "none",
  order: null,
  choices: [],
  hasFailed: false,
  triesLeft: maxTriesOfCustomer,
};

/**
 * Which shop order a customer means, and whether it is proved to be theirs: by a phone that was verified and stands
 * on the order, by an earlier proof, or by its number with the last four digits of the phone and the surname. What
 * is not found and what is not proved come out the same, and cost a guesser the same tries.
 */
export async function resolveOrder(tx: Transaction, ctx: Ctx, question: OrderQuestion): Promise<OrderAnswer> {
  const { reference, codes } = question;
  if (question.chosenOrderId) return resolveNamed(tx, ctx, question, { ids: [question.chosenOrderId] }, null);
  if (codes.length === 0 && reference && reference.kind !== "same") {
    return resolveUnnamed(tx, ctx, question, reference);
  }
  const named = codes.length > 0 ? codes : question.earlierCodes;
  if (named.length === 0 && reference?.toldId) {
    return resolveNamed(tx, ctx, question, { ids: [reference.toldId] }, null);
  }
  if (named.length > 0) return resolveNamed(tx, ctx, question, { codes: [...named] }, codeKey(named[0]!));
  return resolveUnnamed(tx, ctx, question);
}

async function resolveNamed(
  tx: Transaction,
  ctx: Ctx,
  question: OrderQuestion,
  criterion: { ids: string[] } | { codes: string[] },
  typedKey: string | null,
): Promise<OrderAnswer> {
  const matches = await findShopOrders({ ctx: { ...ctx, db: tx }, input: { ...criterion, limit: 5 } });
  const found = "codes" in criterion ? preferExact(matches, criterion.codes) : matches;
  const proved = found.find((order) => question.provedOrderIds.includes(uuidOf(order)));
  if (proved) return { ...nothing, state: "proved", order: proved };
  const onPhone = found.find((order) => order.phone && question.verifiedPhones.includes(order.phone));
  if (onPhone) {
    await recordProof(
      tx,
      ctx,
      question,
      onPhone,
      question.isPhoneFresh ? "contact_button" : "verified_identity",
    );
    return { ...nothing, state: "proved", order: onPhone };
  }
  // A proof counts when this message brings it, or brings the number that it waited for.
  const proof = question.proof ?? (question.codes.length > 0 ? question.earlierProof : null);
  const order = found[0];
  const key = order ? codeKey(order.number) : (typedKey ?? "");
  if (!proof) {
    const triesLeft = await countTriesLeft(tx, ctx, question.customerId, key);
    return { ...nothing, state: "unproved", triesLeft };
  }
  return tryProof(tx, ctx, question, { proof, order, key });
}

/** Orders of exactly these codes; or the only one that has their digits, since several would be a guess of ours. */
function preferExact(matches: readonly ShopOrderDetail[], codes: readonly string[]): ShopOrderDetail[] {
  const keys = new Set(codes.map(codeKey));
  const exact = matches.filter(
    ({ number, packages }) =>
      keys.has(codeKey(number)) ||
      packages.some(({ tracking }) => tracking !== null && keys.has(codeKey(tracking))),
  );
  if (exact.length > 0) return exact;
  return matches.length === 1 ? [...matches] : [];
}

/** A try at proof by details. The locks let tries of one customer, and tries on one order, happen one by one. */
async function tryProof(
  tx: Transaction,
  ctx: Ctx,
  question: OrderQuestion,
  attempt: { proof: Proof; order: ShopOrderDetail | undefined; key: string },
): Promise<OrderAnswer> {
  const w = ctx.workspace.id;
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`proof customer ${w} ${question.customerId}`}, 0))`,
  );
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`proof order ${w} ${attempt.key}`}, 0))`,
  );
  const before = await countTriesLeft(tx, ctx, question.customerId, attempt.key);
  if (before <= 0) return { ...nothing, state: "unproved", triesLeft: 0 };
  await tx.insert(proofAttempts).values({
    workspaceId: w,
    id: newId(),
    customerId: question.customerId,
    orderNumber: attempt.key,
    createdAt: ctx.clock.now(),
  });
  const { order, proof } = attempt;
  if (order && proves(order, proof)) {
    await recordProof(tx, ctx, question, order, "order_details");
    return { ...nothing, state: "proved", order };
  }
  return { ...nothing, state: "unproved", hasFailed: true, triesLeft: before - 1 };
}

/** Both must fit, and an order without a phone cannot be proved this way. */
function proves(order: ShopOrderDetail, proof: Proof): boolean {
  return (
    order.phone !== null &&
    lastFourDigits(order.phone) === proof.lastFour &&
    namesSurname(proof.surname, order.customerName)
  );
}

async function countTriesLeft(tx: Transaction, ctx: Ctx, customerId: string, key: string): Promise<number> {
  const since = new Date(ctx.clock.now().getTime() - dayMs);
  const count = (condition: ReturnType<typeof eq>) =>
    tx.$count(
      proofAttempts,
      and(eq(proofAttempts.workspaceId, ctx.workspace.id), condition, gt(proofAttempts.createdAt, since)),
    );
  const [ofCustomer, onOrder] = await Promise.all([
    count(eq(proofAttempts.customerId, customerId)),
    count(eq(proofAttempts.orderNumber, key)),
  ]);
  return Math.max(0, Math.min(maxTriesOfCustomer - ofCustomer, maxTriesOnOrder - onOrder));
}

async function recordProof(
  tx: Transaction,
  ctx: Ctx,
  question: OrderQuestion,
  order: ShopOrderDetail,
  method: (typeof proofMethods)[number],
): Promise<void> {
  const shopOrderId = uuidOf(order);
  const [row] = await tx
    .insert(orderProofs)
    .values({
      workspaceId: ctx.workspace.id,
      id: newId(),
      customerId: question.customerId,
      shopOrderId,
      method,
      createdAt: ctx.clock.now(),
    })
    .onConflictDoNothing()
    .returning();
  if (row) {
    await recordAudit(tx, ctx, {
      action: "shopOrder.prove",
      entity: shopOrderId,
      after: { customerId: question.customerId, method },
    });
  }
}

/** No number at all: the orders on a verified phone, and those proved before. */
async function resolveUnnamed(
  tx: Transaction,
  ctx: Ctx,
  question: OrderQuestion,
  reference: OrderQuestion["reference"] = null,
): Promise<OrderAnswer> {
  const orderedAfter = new Date(ctx.clock.now().getTime() - recentDays * dayMs);
  const find = (criterion: { ids: string[] } | { phones: string[] }) =>
    findShopOrders({ ctx: { ...ctx, db: tx }, input: { ...criterion, orderedAfter, limit: maxChoices } });
  const [onPhone, proved] = await Promise.all([
    question.verifiedPhones.length > 0 ? find({ phones: [...question.verifiedPhones] }) : [],
    question.provedOrderIds.length > 0 ? find({ ids: [...question.provedOrderIds].slice(-20) }) : [],
  ]);
  const isOther = (order: ShopOrderDetail) =>
    reference?.kind !== "other" || reference.toldId === null || uuidOf(order) !== reference.toldId;
  const orders = [...new Map([...onPhone, ...proved].map((order) => [order.id, order])).values()]
    .filter(isOther)
    .sort((a, b) => b.orderedAt.localeCompare(a.orderedAt))
    .slice(0, reference?.kind === "newest" ? 1 : maxChoices);
  const [only] = orders;
  if (!only) return nothing;
  if (orders.length > 1) return { ...nothing, state: "several", choices: orders };
  if (!question.provedOrderIds.includes(uuidOf(only))) {
    await recordProof(
      tx,
      ctx,
      question,
      only,
      question.isPhoneFresh ? "contact_button" : "verified_identity",
    );
  }
  return { ...nothing, state: "proved", order: only };
}

function uuidOf(order: ShopOrderDetail): string {
  const id = fromPublicId("shopOrder", order.id);
  if (!id) throw new Error(`Not an order's id: ${order.id}`);
  return id;
}
