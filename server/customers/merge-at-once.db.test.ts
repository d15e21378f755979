import { eq, type SQL } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { addresses, conversations, customers, identities } from "@/db/schema";
import { blockCustomer, ingestUpdate } from "@/server/conversations";
import { makeConversation, makeCustomer } from "@/server/conversations/testing";
import { makeChannel } from "@/server/deliveries/testing";
import { importText } from "@/server/imports";
import { type Ctx, inWorkspace, toPublicId } from "@/server/kernel";
import { awaitWaiting, makeWorkspace, useTestRuntime } from "@/server/testing";
import { findCustomers } from "./find-customers";
import { findDuplicates } from "./find-duplicates";
import { mergeCustomers } from "./merge-customers";
import { undoMerge } from "./undo-merge";
import { verifyIdentity } from "./verify-identity";

const test_ = useTestRuntime();
const cus = (id: string) => toPublicId("customer", id);

/** A merge that has done all of its work and commits only when told to. */
async function beginMerge(ctx: Ctx, keptId: string, mergedId: string) {
  const [done, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const merging = inWorkspace(ctx, async (tx) => {
    await mergeCustomers({
      ctx: { ...ctx, db: tx },
      input: { keptId: cus(keptId), mergedId: cus(mergedId) },
    });
    done.resolve();
    await commit.promise;
  });
  await done.promise;
  return { commit: commit.resolve, merging };
}

describe("while two records are being made one", () => {
  test("a phone that is written down for the one that goes is the kept one's", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const [kept, gone] = [await makeCustomer(team), await makeCustomer(team)];
    const { commit, merging } = await beginMerge(ctx, kept.customerId, gone.customerId);
    const verifying = verifyIdentity({
      ctx: team.member("support"),
      input: { customerId: cus(gone.customerId), kind: "phone", value: "+905321234567" },
    });
    await awaitWaiting(test_.runtime, 1);
    commit();
    await Promise.all([merging, verifying]);
    const [phone] = await inWorkspace(ctx, (tx) =>
      tx.select().from(identities).where(eq(identities.kind, "phone")),
    );
    expect(phone?.customerId).toBe(kept.customerId);
  });

  test("what a file says of the one that goes is the kept one's", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const [kept, gone] = [await makeCustomer(team), await makeCustomer(team, { phone: "+905321234567" })];
    const { commit, merging } = await beginMerge(ctx, kept.customerId, gone.customerId);
    const text = "ad soyad,telefon,e-posta\nFatma Demir,05321234567,fatma@example.com";
    const importing = importText({ ctx, input: { target: "customers", text } });
    await awaitWaiting(test_.runtime, 1);
    commit();
    await Promise.all([merging, importing]);
    const rows = await inWorkspace(ctx, async (tx) => ({
      kept: await tx.select().from(customers).where(eq(customers.id, kept.customerId)),
      left: await tx.$count(identities, eq(identities.customerId, gone.customerId)),
    }));
    expect(rows.kept[0]?.displayName).toBe("Fatma Demir");
    expect(rows.left).toBe(0);
  });

  test("the one that goes is blocked as the kept one", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const [kept, gone] = [await makeConversation(team), await makeConversation(team)];
    const { commit, merging } = await beginMerge(ctx, kept.customerId, gone.customerId);
    const blocking = blockCustomer({ ctx, input: { customerId: cus(gone.customerId), isBlocked: true } });
    await awaitWaiting(test_.runtime, 1);
    commit();
    await Promise.all([merging, blocking]);
    const rows = await inWorkspace(ctx, async (tx) => ({
      blocked: await tx.select().from(customers).where(eq(customers.id, kept.customerId)),
      open: await tx.$count(conversations, eq(conversations.status, "open")),
      heard: await tx.$count(addresses, eq(addresses.isBlocked, false)),
    }));
    expect(rows.blocked[0]?.blockedAt).not.toBeNull();
    expect(rows).toMatchObject({ open: 0, heard: 0 });
  });
});

describe("a record that went into another", () => {
  test("is found by either name as the one that stays, at any depth, and is none that looks alike", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const [kept, gone, first] = [
      await makeCustomer(team, { name: "Zeynep Ak" }),
      await makeCustomer(team, { name: "Zümrüt Kara" }),
      await makeCustomer(team, { name: "Zehra Demir" }),
    ];
    const merge = (keptId: string, mergedId: string) =>
      mergeCustomers({ ctx, input: { keptId: cus(keptId), mergedId: cus(mergedId) } });
    await merge(gone.customerId, first.customerId);
    const { id } = await merge(kept.customerId, gone.customerId);
    const find = async (q: string) => (await findCustomers({ ctx, input: { q } })).map(({ name }) => name);
    for (const q of ["zeynep", "zümrüt kara", "zehra", "ze"]) expect(await find(q), q).toEqual(["Zeynep Ak"]);
    expect(await findDuplicates({ ctx, input: { customerId: cus(kept.customerId) } })).toEqual([]);
    await undoMerge({ ctx, input: { mergeId: id } });
    expect(await find("zümrüt kara")).toEqual(["Zümrüt Kara"]);
    expect(await find("zehra")).toEqual(["Zümrüt Kara"]);
  });

  test("takes the chats that its account began since along when it is made one of its own again", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const [kept, gone] = [await makeConversation(team), await makeConversation(team)];
    const account = 800_000_001;
    const of = (where: SQL) => inWorkspace(ctx, (tx) => tx.select().from(addresses).where(where));
    await inWorkspace(ctx, (tx) =>
      tx
        .update(identities)
        .set({ value: String(account) })
        .where(eq(identities.customerId, gone.customerId)),
    );
    const { id } = await mergeCustomers({
      ctx,
      input: { keptId: cus(kept.customerId), mergedId: cus(gone.customerId) },
    });
    const { channelId } = await makeChannel(team);
    const update = {
      update_id: 1,
      message: {
        message_id: 1,
        date: 1_795_000_000,
        chat: { id: account, type: "private" },
        from: { id: account, is_bot: false, first_name: "Ayşe" },
        text: "öbür bottan",
      },
    };
    await ingestUpdate({ workspaceId: team.workspace.id, channelId }, update, JSON.stringify(update));
    const [begun] = await of(eq(addresses.channelId, channelId));
    expect(begun?.customerId).toBe(kept.customerId);
    expect(await undoMerge({ ctx, input: { mergeId: id } })).toMatchObject({ conversationsSince: 1 });
    const [back] = await of(eq(addresses.channelId, channelId));
    expect(back?.customerId).toBe(gone.customerId);
    const [talk] = await inWorkspace(ctx, (tx) =>
      tx.select().from(conversations).where(eq(conversations.channelId, channelId)),
    );
    expect(talk?.customerId).toBe(gone.customerId);
    expect(await of(eq(addresses.customerId, kept.customerId))).toHaveLength(1);
  });
});
