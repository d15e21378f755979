import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { channels, conversationTags, messageIndexQueue, messages, messageTerms } from "@/db/schema";
import { CursorInvalid } from "@/server/conversations";
import { makeConversation } from "@/server/conversations/testing";
import {
  type Ctx,
  fromPublicId,
  inWorkspace,
  newId,
  PermissionDenied,
  type Transaction,
} from "@/server/kernel";
import { createTag } from "@/server/tags";
import { makeWorkspace, testStart, useTestRuntime } from "@/server/testing";
import { createMessageIndexLoop } from "./index-loop";
import { indexMessages } from "./index-messages";
import { searchMessages } from "./search-messages";

const test_ = useTestRuntime();
type Team = Awaited<ReturnType<typeof makeWorkspace>>;

const index = (team: Team) => indexMessages({ ctx: team.as({ kind: "system", name: "test" }) });
const daysAgo = (days: number) => new Date(testStart.getTime() - days * 86_400_000);

/** What was found, as `customer: text` with what is marked in brackets. */
async function find(ctx: Ctx, q: string): Promise<string[]> {
  const { groups } = await searchMessages({ ctx, input: { q } });
  return groups.flatMap(({ conversation, hits }) =>
    hits.map(
      ({ excerpt }) =>
        `${conversation.customerName}: ${excerpt.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join("")}`,
    ),
  );
}

const problemsOf = async (ctx: Ctx, q: string) => (await searchMessages({ ctx, input: { q } })).problems;

const asSystem = <T>(team: Team, work: (tx: Transaction) => Promise<T>) =>
  inWorkspace(team.as({ kind: "system", name: "test" }), work);

/** One more message of a conversation. */
async function say(
  team: Team,
  to: { id: string; addressId: string },
  message: Partial<typeof messages.$inferInsert> & { seq: number },
): Promise<string> {
  const id = newId();
  const at = message.createdAt ?? testStart;
  await asSystem(team, (tx) =>
    tx.insert(messages).values({
      workspaceId: team.workspace.id,
      id,
      conversationId: to.id,
      addressId: to.addressId,
      direction: "in",
      author: "customer",
      kind: "text",
      sentAt: at,
      createdAt: at,
      ...message,
    }),
  );
  return id;
}

describe("what was said", () => {
  let team: Team;
  let owner: Ctx;
  beforeAll(async () => {
    team = await makeWorkspace(test_.runtime);
    owner = team.member("owner");
    const me = team.team.find(({ role }) => role === "owner")!.memberId;
    const ayse = await makeConversation(team, {
      name: "Ayşe Yılmaz",
      status: "handed_off",
      says: ["Kargom nerede?", "İADE ETMEK İSTİYORUM"],
      lastMessageAt: daysAgo(2),
      changes: { assignedMemberId: me, language: "tr", isUrgent: true, lastIntent: "return" },
    });
    await say(team, ayse, {
      seq: 3,
      direction: "out",
      author: "member",
      memberId: me,
      text: "İadeniz hazır",
    });
    await say(team, ayse, {
      seq: 4,
      kind: "document",
      text: "",
      payload: { media: { name: "kargo fişi.pdf" } },
    });
    const anna = await makeConversation(team, {
      name: "Анна Иванова",
      status: "closed",
      says: ["Где мой заказ? Ещё не пришёл kargo"],
      lastMessageAt: daysAgo(10),
      changes: { language: "ru", lastSeq: 1 },
    });
    await makeConversation(team, {
      name: "علي حسن",
      says: ["أريد إلغاء الطلب"],
      lastMessageAt: daysAgo(1),
      changes: { language: "ar", snoozedUntil: new Date(testStart.getTime() + 3_600_000) },
    });
    await makeConversation(team, {
      name: "Spamcı",
      status: "closed",
      says: ["kargo bedava"],
      changes: { spamAt: testStart },
    });
    const tag = await createTag({ ctx: owner, input: { name: "VIP Müşteri" } });
    await asSystem(team, async (tx) => {
      await tx.insert(conversationTags).values({
        workspaceId: team.workspace.id,
        conversationId: anna.id,
        tagId: fromPublicId("tag", tag.id)!,
        createdAt: testStart,
      });
      await tx.update(channels).set({ displayName: "Rusça Bot" }).where(eq(channels.id, anna.channelId));
    });
    await createMessageIndexLoop(test_.runtime).runOnce();
  });

  test.each<[string, string, string[]]>([
    [
      "a word, its beginning, a file's name, newest first",
      "kargo",
      [
        "Ayşe Yılmaz: [kargo] fişi.pdf",
        "Ayşe Yılmaz: [Kargom] nerede?",
        "Анна Иванова: Где мой заказ? Ещё не пришёл [kargo]",
      ],
    ],
    ["capitals and Turkish letters", "iade istıyorum", ["Ayşe Yılmaz: [İADE] ETMEK [İSTİYORUM]"]],
    ["a phrase", '"etmek istiyorum"', ["Ayşe Yılmaz: İADE [ETMEK İSTİYORUM]"]],
    ["a quoted word is whole", '"kargo" -from:member has:file', ["Ayşe Yılmaz: [kargo] fişi.pdf"]],
    ["without a word", "kargo -fişi -нерeде -где", ["Ayşe Yılmaz: [Kargom] nerede?"]],
    ["Arabic as it folds", "الغاء", ["علي حسن: أريد [إلغاء] الطلب"]],
    ["Russian ё", "еще", ["Анна Иванова: Где мой заказ? [Ещё] не пришёл kargo"]],
    ["who said it", "iade from:member", ["Ayşe Yılmaz: [İadeniz] hazır"]],
    ["who said it, in Turkish", "iade kimden:müşteri", ["Ayşe Yılmaz: [İADE] ETMEK İSTİYORUM"]],
    ["what I said", "from:me", ["Ayşe Yılmaz: İadeniz hazır"]],
    ["not by customers", "-from:customer", ["Ayşe Yılmaz: İadeniz hazır"]],
    ["a tag by its beginning", "tag:vip", ["Анна Иванова: Где мой заказ? Ещё не пришёл kargo"]],
    ["not a tag", 'kargo -tag:"VIP Müşteri" has:file', ["Ayşe Yılmaz: [kargo] fişi.pdf"]],
    ["a bot", 'channel:"Rusça Bot"', ["Анна Иванова: Где мой заказ? Ещё не пришёл kargo"]],
    ["a member by name", 'iade member:"Deniz owner" from:member', ["Ayşe Yılmaz: [İadeniz] hazır"]],
    ["mine", "assigned:ben hazır", ["Ayşe Yılmaz: İadeniz [hazır]"]],
    ["nobody's", "member:nobody lang:ar", ["علي حسن: أريد إلغاء الطلب"]],
    ["closed ones", "is:closed", ["Анна Иванова: Где мой заказ? Ещё не пришёл kargo"]],
    ["snoozed ones", "is:snoozed", ["علي حسن: أريد إلغاء الطلب"]],
    ["urgent ones", "durum:acil hazır", ["Ayşe Yılmaz: İadeniz [hazır]"]],
    ["spam, only when asked for", "is:spam", ["Spamcı: kargo bedava"]],
    ["an intent", "intent:return hazır", ["Ayşe Yılmaz: İadeniz [hazır]"]],
    ["an intent as the panel calls it", "konu:iade", ["Ayşe Yılmaz: İADE ETMEK İSTİYORUM"]],
    ["a language by its name", "dil:rusça", ["Анна Иванова: Где мой заказ? Ещё не пришёл kargo"]],
    ["a customer by name", "customer:анна", ["Анна Иванова: Где мой заказ? Ещё не пришёл kargo"]],
    ["a customer and a word", "customer:ayşe nerede", ["Ayşe Yılmaz: Kargom [nerede]?"]],
    ["not a customer", "kargo -customer:ayşe", ["Анна Иванова: Где мой заказ? Ещё не пришёл [kargo]"]],
    ["from a day on", "kargo after:2026-11-19", ["Ayşe Yılmaz: [kargo] fişi.pdf"]],
    ["before a day", "kargo before:2026-11-15", ["Анна Иванова: Где мой заказ? Ещё не пришёл [kargo]"]],
    ["on a day", "kargo on:18.11.2026", ["Ayşe Yılmaz: [Kargom] nerede?"]],
    ["not on a day", "nerede -on:18.11.2026", []],
    ["in a month", "в:x iade on:2026-10", []],
    ["a day ago", "on:yesterday", ["علي حسن: أريد إلغاء الطلب"]],
    ["nothing like it", "zürafa", []],
    ["an order nobody has", "order:TY-1", []],
  ])("%s: %s", async (_label, q, expected) => expect(await find(owner, q)).toEqual(expected));

  test.each<[string, string, object]>([
    ["an operator", "renk:mavi kargo", { code: "operatorUnknown", token: "renk:" }],
    ["a tag", "tag:yok kargo", { code: "valueUnknown", token: "tag:yok", known: ["VIP Müşteri"] }],
    ["a member", "member:yok kargo", { code: "valueUnknown", token: "member:yok" }],
    ["an intent", "intent:yok kargo", { code: "valueUnknown", token: "intent:yok" }],
    ["a date", "after:31.02.2026 kargo", { code: "dateUnknown", token: "after:31.02.2026" }],
  ])("%s that is not known is told, and the rest is found", async (_label, q, problem) => {
    expect(await problemsOf(owner, q)).toMatchObject([problem]);
    expect(await find(owner, q)).toHaveLength(3);
  });

  test("a name that fits more customers than are looked at is told", async () => {
    await asSystem(team, async (tx) => {
      const made = `'${team.workspace.id}'::uuid w, md5('kalabalık ' || n)::uuid id from generate_series(1, 250) n`;
      await tx.execute(`insert into customers (workspace_id, id, display_name, created_at)
        select w, id, 'Kalabalık', now() from (select ${made}) made`);
      await tx.execute(`insert into terms (workspace_id, kind, term, row_id, weight)
        select w, 'customer', 'kalabalik', id, 1 from (select ${made}) made`);
    });
    expect(await problemsOf(owner, "customer:kalabalık")).toMatchObject([
      { code: "tooMany", token: "customer:kalabalık" },
    ]);
  });

  test("nothing is found by what could not be understood alone", async () => {
    expect(await find(owner, "tag:yok")).toEqual([]);
  });

  test("customers whose name the words are come with it", async () => {
    const { customers } = await searchMessages({ ctx: owner, input: { q: "ayşe yıl" } });
    expect(customers).toMatchObject([{ name: "Ayşe Yılmaz" }]);
  });

  test("a whole sentence is looked for, long as it is", async () => {
    const q = `"${"kargom nerede kaldı acaba ".repeat(11).trim()}"`;
    expect(await searchMessages({ ctx: owner, input: { q } })).toMatchObject({ groups: [], customers: [] });
  });

  test("an analyst may look, a customer may not", async () => {
    expect(await find(team.member("analyst"), "etmek")).toHaveLength(1);
    const ctx = team.as({ kind: "customer", customerId: newId() });
    await expect(searchMessages({ ctx, input: { q: "etmek" } })).rejects.toBeInstanceOf(PermissionDenied);
    await expect(indexMessages({ ctx: owner })).rejects.toBeInstanceOf(PermissionDenied);
  });

  test("another workspace finds nothing of it", async () => {
    const others = await makeWorkspace(test_.runtime);
    expect(await find(others.member("owner"), "kargo")).toEqual([]);
    expect(await find(others.member("owner"), "is:closed")).toEqual([]);
  });
});

describe("the index", () => {
  test("what is edited or deleted is found as it stands now", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const made = await makeConversation(team, { says: [] });
    const id = await say(team, made, { seq: 1, text: "zambak gönderin" });
    const change = (changes: Partial<typeof messages.$inferInsert>) =>
      asSystem(team, async (tx) => {
        await tx.update(messages).set(changes).where(eq(messages.id, id));
      });
    const terms = async () =>
      (await asSystem(team, (tx) => tx.select().from(messageTerms).where(eq(messageTerms.messageId, id))))
        .map(({ term }) => term)
        .sort();
    await index(team);
    expect(await terms()).toEqual(["gonderin", "zambak"]);

    await change({ text: "lale gönderin", payload: { edits: [{ text: "zambak gönderin", until: "x" }] } });
    // The message itself has the last word, also before the index has caught up.
    expect(await find(ctx, "zambak")).toEqual([]);
    await index(team);
    expect(await terms()).toEqual(["gonderin", "lale"]);
    expect(await find(ctx, "lale")).toHaveLength(1);

    await change({ deletedAt: testStart });
    expect(await find(ctx, "lale")).toEqual([]);
    await index(team);
    expect(await terms()).toEqual([]);
  });

  test("a mark on a message asks for nothing", async () => {
    const team = await makeWorkspace(test_.runtime);
    const made = await makeConversation(team, { says: ["papatya"] });
    await index(team);
    await asSystem(team, async (tx) => {
      await tx.update(messages).set({ providerMessageId: "7" }).where(eq(messages.conversationId, made.id));
      expect(await tx.$count(messageIndexQueue)).toBe(0);
    });
  });

  test("two at once take each message once", async () => {
    const team = await makeWorkspace(test_.runtime);
    await makeConversation(team, { says: Array.from({ length: 60 }, (_, n) => `leylak ${n}`) });
    const taken = await Promise.all([index(team), index(team), index(team)]);
    expect(taken.reduce((sum, n) => sum + n, 0)).toBe(60);
    expect(
      await asSystem(team, (tx) =>
        tx.$count(
          messageTerms,
          and(eq(messageTerms.workspaceId, team.workspace.id), eq(messageTerms.term, "leylak")),
        ),
      ),
    ).toBe(60);
  });

  test("a long word of letters that are pairs stops nobody", async () => {
    const team = await makeWorkspace(test_.runtime);
    await makeConversation(team, { says: [`a${"𠀀".repeat(40)} ortanca`] });
    expect(await index(team)).toBe(1);
    expect(await find(team.member("owner"), "ortanca")).toHaveLength(1);
  });

  test("a workspace whose batch fails holds no other up, and is tried again", async () => {
    const [broken, other] = [await makeWorkspace(test_.runtime), await makeWorkspace(test_.runtime)];
    const loop = createMessageIndexLoop(test_.runtime);
    const made = await makeConversation(broken, { says: ["kamelya"] });
    const setPayload = (payload: object) =>
      asSystem(broken, async (tx) => {
        await tx.update(messages).set({ payload }).where(eq(messages.conversationId, made.id));
      });
    // No list, as nothing of ours writes it.
    await setPayload({ edits: "x" });
    await makeConversation(other, { says: ["kamelya"] });
    await loop.runOnce();
    expect(await find(other.member("owner"), "kamelya")).toHaveLength(1);
    await setPayload({});
    test_.clock.advance(60_000);
    await loop.runOnce();
    expect(await find(broken.member("owner"), "kamelya")).toHaveLength(1);
  });

  test("a deleted workspace is left alone", async () => {
    const team = await makeWorkspace(test_.runtime);
    await makeConversation(team, { says: ["sümbül"] });
    await asSystem(team, async (tx) => {
      await tx.execute("update workspaces set deleted_at = now(), erase_at = now()");
    });
    expect(await index(team)).toBe(0);
  });
});

describe("page after page", () => {
  test("everything once, newest first, past many that do not fit", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    const made = await makeConversation(team, { says: [] });
    const rows = Array.from({ length: 3_000 }, (_, n) => ({
      workspaceId: team.workspace.id,
      id: newId(),
      conversationId: made.id,
      addressId: made.addressId,
      seq: 3_000 - n,
      direction: "in" as const,
      author: "customer" as const,
      kind: "text" as const,
      // One in fifty has both words, and both are frequent; the oldest have words of their own.
      text: `menekşe ${n % 50 === 0 ? "nergis" : n} ${n >= 2_700 ? "sümbül" : ""} ${n >= 2_900 ? `lale${n}` : ""}`,
      sentAt: testStart,
      // Many in one moment.
      createdAt: new Date(testStart.getTime() - Math.floor(n / 7) * 1_000),
    }));
    await asSystem(team, async (tx) => {
      for (let at = 0; at < rows.length; at += 500)
        await tx.insert(messages).values(rows.slice(at, at + 500));
    });
    while ((await index(team)) > 0);

    for (const q of [
      "menekşe nergis",
      '"menekşe nergis"',
      "nergis from:customer",
      'customer:"ayşe" nergis',
    ]) {
      const seqs: number[] = [];
      let cursor: string | null = null;
      do {
        const page = await searchMessages({ ctx, input: { q, cursor } });
        seqs.push(...page.groups.flatMap(({ hits }) => hits.map(({ seq }) => seq)));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seqs, q).toHaveLength(60);
      expect(new Set(seqs).size, q).toBe(60);
    }

    // Down the rarer of two frequent words, and down every form of an unfinished one: old as they are, they come at once.
    for (const q of ["menekşe sümbül", "lale"]) {
      const { groups } = await searchMessages({ ctx, input: { q } });
      expect(
        groups.flatMap(({ hits }) => hits),
        q,
      ).toHaveLength(30);
    }
  });

  test("conversations by what they are, each once", async () => {
    const team = await makeWorkspace(test_.runtime);
    const ctx = team.member("owner");
    for (let n = 0; n < 70; n += 1) {
      const status = (["open", "handed_off", "closed"] as const)[n % 3];
      await makeConversation(team, {
        name: `Müşteri ${n}`,
        status,
        says: [`söz ${n}`],
        lastMessageAt: daysAgo(n),
      });
    }
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await searchMessages({ ctx, input: { q: "is:open", cursor } });
      names.push(...page.groups.map(({ conversation }) => conversation.customerName));
      cursor = page.nextCursor;
    } while (cursor);
    expect(names).toEqual(
      Array.from({ length: 70 }, (_, n) => n)
        .filter((n) => n % 3 !== 2)
        .map((n) => `Müşteri ${n}`),
    );
  });

  test("a conversation whose last message is not there does not end the search", async () => {
    const team = await makeWorkspace(test_.runtime);
    const { id } = await makeConversation(team, { status: "closed", says: ["söz"] });
    await asSystem(team, async (tx) => {
      const copy = (columns: string, values: string, from: string) =>
        tx.execute(`insert into ${from} (workspace_id, id, ${columns}) select workspace_id, md5('${from} ' || n)::uuid, ${values}
          from ${from}, generate_series(1, 650) n where ${from === "messages" ? "conversation_id" : "id"} = '${id}'`);
      await copy(
        "channel_id, customer_id, address_id, status, last_seq, is_urgent, last_message_at, first_inbound_at, created_at",
        // The newest one has lost its last message; the wanted are the oldest.
        `channel_id, customer_id, address_id, status, case n when 1 then 2 else 1 end, n > 645,
          last_message_at - make_interval(mins => n), first_inbound_at, created_at`,
        "conversations",
      );
      await copy(
        "conversation_id, address_id, seq, direction, author, kind, text, sent_at, created_at",
        "md5('conversations ' || n)::uuid, address_id, 1, direction, author, kind, text, sent_at, created_at",
        "messages",
      );
    });
    expect(await find(team.member("owner"), "is:urgent")).toHaveLength(5);
  });

  test.each(["x", "~", "2026-11-20T09:00:00.000Z~msg_1", "dün~msg_0190f1d2c3b44a5e8f60718293a4b5c6"])(
    "a cursor that is none of ours: %s",
    async (cursor) => {
      const team = await makeWorkspace(test_.runtime);
      await expect(
        searchMessages({ ctx: team.member("owner"), input: { q: "söz", cursor } }),
      ).rejects.toBeInstanceOf(CursorInvalid);
    },
  );
});
