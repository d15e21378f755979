import { and, asc, desc, eq } from "drizzle-orm";
import {
  agentJobs,
  agentRuns,
  channels,
  conversations,
  customers,
  deliveries,
  deliveryQueue,
  faqEntries,
  files,
  groups,
  identities,
  intentExamples,
  messages,
  shopOrders,
} from "@/db/schema";
import type { Said } from "@/sandbox/telegram/customers";
import type { TestSandbox } from "@/sandbox/testing/start";
import { agentLaterHandlers, createAgentLoop, createOwnIntent } from "@/server/agent";
import { connectTelegramBot, flushCounts, lookAtChannel, requestManagedBot } from "@/server/channels";
import { changeConversations, listConversations, replyToConversation } from "@/server/conversations";
import { mergeCustomers, setCustomerField } from "@/server/customers";
import { createDispatcher } from "@/server/deliveries";
import { saveDraft } from "@/server/drafts";
import { createField } from "@/server/fields";
import { fetchFile } from "@/server/files";
import { importText } from "@/server/imports";
import { recomputeHour, recountCustomers } from "@/server/insight";
import {
  type Ctx,
  encodeSessionCookie,
  fromPublicId,
  inWorkspace,
  type MemberRole,
  newId,
  type Runtime,
  sessionCookieName,
  startSession,
  toPublicId,
} from "@/server/kernel";
import { createFaq, createSynonyms, updateFacts } from "@/server/knowledge";
import { saveMacro } from "@/server/macros";
import { addMember, createInvitation } from "@/server/members";
import { addNote } from "@/server/notes";
import { listNotifications, updateNotificationSettings } from "@/server/notifications";
import { saveReply } from "@/server/replies";
import { createEmbed } from "@/server/reports";
import { importRatings, setSatisfaction } from "@/server/satisfaction";
import { createMessageIndexLoop } from "@/server/search";
import { setServiceLevels } from "@/server/service-levels";
import { createTag } from "@/server/tags";
import { addTask } from "@/server/tasks";
import { makeWorkspace } from "@/server/testing";
import { receiveUpload } from "@/server/uploads";
import { saveInboxView } from "@/server/views";
import { updateWorkspace } from "@/server/workspaces";
import { fillMemberTables } from "./fill-members";
import { fillGroup, sendUnwantedMail, until } from "./fill-outside";
import { fillChecks, fillWorkflows } from "./fill-workflows";

/** One pixel. */
const photo = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);

/** A document of these words, as a member brings it. */
function toUpload(ctx: Ctx, words: string) {
  async function* pieces() {
    yield Buffer.from(words);
  }
  return { ctx, input: { name: `${words}.txt`, claimedType: "text/plain", pieces: pieces() } };
}

export type Neighbour = Awaited<ReturnType<typeof fillWorkspace>>;

/**
 * Fills a workspace by the verbs and doors that the product has, every text holding `word`, until its tables have rows.
 *
 * @param input.digits two digits that make its phone, order and tracking numbers its own
 */
export async function fillWorkspace(
  runtime: Runtime,
  telegram: TestSandbox,
  input: { word: string; digits: string },
) {
  const { word, digits } = input;
  const made = await makeWorkspace(runtime);
  const owner = made.member("owner");
  const agent = made.as({ kind: "agent" });
  const read = <T>(work: Parameters<typeof inWorkspace<T>>[1]) => inWorkspace(owner, work);
  const phone = `+9053211100${digits}`;
  const order = `TY-70${digits}`;
  const email = `${word.toLowerCase()}@example.com`;
  const tracking = `TR00${digits}000`;

  await updateWorkspace({ ctx: owner, input: { name: `${word} Mağazası` } });
  await setServiceLevels({
    ctx: owner,
    input: { isOn: true, targets: { usual: { first: 15, close: 480 }, byPriority: {}, byBot: [] } },
  });
  await setSatisfaction({ ctx: owner, input: { isOn: true, pauseDays: 30, silentBots: [] } });
  const guest = await addMember({
    ctx: owner,
    input: { displayName: `${word} Üye`, role: "support", locale: "tr" },
  });
  const invitation = await createInvitation({
    ctx: owner,
    input: {
      role: "support",
      email: `davet.${word.toLowerCase().replace("ş", "s")}@example.com`,
      locale: "tr",
    },
  });
  await createFaq({
    ctx: owner,
    input: {
      question: `${word} hediye paketi var mı?`,
      answer: `Evet, ${word} hediye paketi var.`,
      language: "tr",
      tags: [word],
    },
  });
  const taught = await createOwnIntent({
    ctx: owner,
    input: {
      name: `${word} Konusu`,
      action: "handoff",
      texts: [1, 2, 3, 4, 5].map((n) => `${word} tadilat sorusu ${"x".repeat(n)}`),
    },
  });
  await agentLaterHandlers["agent/train"]!({
    workspaceId: made.workspace.id,
    kind: "agent/train",
    subject: made.workspace.id,
    attempts: 1,
  });
  const synonyms = await createSynonyms({ ctx: owner, input: { words: [word, "kargo"] } });
  await updateFacts({ ctx: owner, input: { facts: [{ key: "address", value: `${word} Sokak 1` }] } });
  const imported = await importText({
    ctx: owner,
    input: {
      target: "shopOrders",
      fileName: `${word}.csv`,
      text: [
        "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price",
        `${order},2026-11-18,${word} Yılmaz,${phone},${email},shipped,${word} Kargo,${tracking},2026-11-22,,${word} gömlek,,1,"10,00"`,
      ].join("\n"),
    },
  });

  const bot = telegram.sandbox.createBot({ name: `${word} Bot`, username: `shop${digits}_bot` });
  const channel = await connectTelegramBot({
    ctx: owner,
    input: { token: bot.token, apiRoot: "/sandbox/telegram" },
  });
  // Named by its address, a bot is fetched from, as a real one is where no public HTTPS leads to us.
  const polled = telegram.sandbox.createBot({ name: `${word} Yoklanan`, username: `poll${digits}_bot` });
  await connectTelegramBot({
    ctx: owner,
    input: { token: polled.token, apiRoot: `${telegram.origin}/sandbox/telegram` },
  });

  // A bot that is asked for, and one that is in trouble: its webhook falls off and is set again.
  const manager = telegram.sandbox.openManagerBot({ name: "Kurucu", username: "manager_bot" });
  runtime.env.platformBot = { token: manager.token, apiRoot: "/sandbox/telegram" };
  const managed = await requestManagedBot({ ctx: owner, input: { name: `${word} Yeni` } });
  const channelRow = fromPublicId("channel", channel.id)!;
  telegram.sandbox.changeWebhook({ bot: bot.username, isForeign: false });
  await lookAtChannel(owner, channelRow);
  await fillMemberTables(owner, { channelId: channelRow, word, digits });

  const dispatcher = createDispatcher(runtime);
  const loop = createAgentLoop(runtime);
  const write = async (from: number, said: Said) => {
    const before = await read((tx) => tx.$count(messages));
    telegram.sandbox.sendMessage({ bot: bot.username, from, ...said });
    await until(async () => (await read((tx) => tx.$count(messages))) > before);
  };
  const letAgentAnswer = async () => {
    await loop.runOnce();
    await until(async () => (await read((tx) => tx.$count(agentJobs))) === 0);
    await dispatcher.runOnce();
    await until(async () => {
      await dispatcher.runOnce();
      return (await read((tx) => tx.$count(deliveryQueue))) === 0;
    });
  };

  // One customer proves an order by sharing the phone, is answered, sends a photo and is handed off.
  const buyer = telegram.sandbox.createUser({ first_name: word, last_name: "Yılmaz", phone });
  await write(buyer.id, { text: `${word}: siparişim nerede` });
  await letAgentAnswer();
  await write(buyer.id, { contact: { phone, own: true } });
  await letAgentAnswer();
  await write(buyer.id, { photo, caption: `${word} hasarlı geldi` });
  await letAgentAnswer();
  // Another guesses at details.
  const guesser = telegram.sandbox.createUser({ first_name: word, last_name: "Kaya" });
  await write(guesser.id, { text: `${order} nerede, 9999 Kaya` });
  await letAgentAnswer();
  const [file] = await read((tx) => tx.select().from(files));
  await fetchFile({ workspaceId: made.workspace.id, kind: "files/fetch", subject: file!.id, attempts: 1 });
  const [buyerRow] = await read((tx) =>
    tx
      .select({
        customerId: identities.customerId,
        conversationId: conversations.id,
        status: conversations.status,
      })
      .from(identities)
      .innerJoin(conversations, eq(conversations.customerId, identities.customerId))
      .where(and(eq(identities.kind, "telegram"), eq(identities.value, String(buyer.id)))),
  );
  const { customerId, conversationId } = buyerRow!;
  await flushCounts(runtime);
  const now = runtime.clock.now();
  await recomputeHour({ ctx: agent, hour: new Date(now.getTime() - (now.getTime() % 3_600_000)) });
  await recountCustomers({ ctx: agent });
  const shown = await createEmbed({
    ctx: owner,
    input: {
      title: `${word} rakamları`,
      widgets: ["messagesIn", "languages"],
      days: 30,
      origins: ["https://example.com"],
      lastsDays: 30,
    },
  });

  // A member sends a document and brings another that waits.
  const support = made.member("support");
  const sentUpload = await receiveUpload(toUpload(support, `${word} fatura`));
  await replyToConversation({
    ctx: support,
    input: {
      conversationId: toPublicId("conversation", conversationId),
      messageId: toPublicId("message", newId()),
      text: `${word} faturanız`,
      lastSeenSeq: 1_000,
      force: true,
      attachments: [sentUpload.id],
    },
  });
  await until(async () => {
    await dispatcher.runOnce();
    return (await read((tx) => tx.$count(deliveryQueue))) === 0;
  });
  const tag = await createTag({ ctx: owner, input: { name: `${word} etiketi` } });
  await changeConversations({
    ctx: support,
    input: {
      changes: [
        {
          conversationId: toPublicId("conversation", conversationId),
          change: { kind: "tag", tagId: tag.id, isOn: true },
        },
      ],
    },
  });
  const addNoteOf = (text: string, called = guest.id) =>
    addNote({
      ctx: support,
      input: {
        conversationId: toPublicId("conversation", conversationId),
        noteId: toPublicId("note", newId()),
        text,
        mentions: [called],
      },
    });
  const note = await addNoteOf(`${word} notu`);
  const secondNote = await addNoteOf(`${word} ikinci notu`);
  // The owner is called as well, has something to read and a wish how to be told.
  const ownerId = made.team.find(({ role }) => role === "owner")!.memberId;
  await addNoteOf(`${word} üçüncü notu`, toPublicId("member", ownerId));
  await updateNotificationSettings({
    ctx: owner,
    input: { changes: [{ kind: "rating-low", way: "panel", isOn: false }] },
  });
  const { items: told } = await listNotifications({ ctx: owner });
  const field = await createField({ ctx: owner, input: { name: `${word} alanı`, kind: "text" } });
  await setCustomerField({
    ctx: support,
    input: { customerId: toPublicId("customer", customerId), fieldId: field.id, value: `${word} değeri` },
  });
  // Two more records, made one.
  await importText({
    ctx: owner,
    input: {
      target: "customers",
      fileName: `${word}-kisiler.csv`,
      text: `name,email\n${word} Bir,bir.${digits}@example.com\n${word} Iki,iki.${digits}@example.com`,
    },
  });
  const [firstRecord, secondRecord] = await read((tx) =>
    tx.select({ id: customers.id }).from(customers).orderBy(desc(customers.id)).limit(2),
  );
  const merge = await mergeCustomers({
    ctx: owner,
    input: {
      keptId: toPublicId("customer", firstRecord!.id),
      mergedId: toPublicId("customer", secondRecord!.id),
    },
  });
  const addTaskOf = (title: string) =>
    addTask({
      ctx: support,
      input: {
        conversationId: toPublicId("conversation", conversationId),
        taskId: toPublicId("task", newId()),
        title,
        assigneeId: guest.id,
        dueDay: "2026-11-25",
        dueTime: "10:00",
      },
    });
  const task = await addTaskOf(`${word} görevi`);
  const secondTask = await addTaskOf(`${word} ikinci görevi`);
  const canned = await saveReply({ ctx: support, input: { shortcut: word, text: `${word} hazır yanıtı` } });
  const macro = await saveMacro({
    ctx: owner,
    input: { name: `${word} makrosu`, actions: [{ kind: "note", text: `${word} makro notu` }] },
  });
  await saveDraft({
    ctx: owner,
    input: {
      conversationId: toPublicId("conversation", conversationId),
      text: `${word} yarım yanıt`,
      version: 0,
    },
  });
  const view = await saveInboxView({
    ctx: owner,
    input: { name: `${word} görünümü`, query: "status=handed_off", isShared: true },
  });
  const upload = await receiveUpload(toUpload(support, `${word} taslak`));
  await createMessageIndexLoop(runtime).runOnce();

  await fillGroup(owner, { channelId: channelRow, word, digits });
  await sendUnwantedMail(runtime, telegram, { ctx: owner, word, to: email });
  const workflowRunId = await fillWorkflows(runtime, owner, word);
  await fillChecks(runtime, owner);

  const ids = await read(async (tx) => {
    const [group] = await tx.select().from(groups);
    const [run] = await tx.select().from(agentRuns).orderBy(asc(agentRuns.toSeq)).limit(1);
    const [delivery] = await tx
      .select()
      .from(deliveries)
      .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
      .limit(1);
    const [said, saidNext] = await tx
      .select()
      .from(messages)
      .where(eq(messages.conversationId, conversationId))
      .limit(2);
    const [entry] = await tx.select().from(faqEntries);
    const [example] = await tx.select().from(intentExamples);
    const [shopOrder] = await tx.select().from(shopOrders);
    const [connected] = await tx.select().from(channels).where(eq(channels.username, bot.username));
    const [customer] = await tx.select().from(customers).where(eq(customers.id, customerId));
    return {
      groupId: toPublicId("group", group!.id),
      agentRunId: toPublicId("agentRun", run!.id),
      deliveryId: toPublicId("delivery", delivery!.id),
      workflowRunId,
      messageId: toPublicId("message", said!.id),
      /** Another, whose id stays A's alone. */
      ownMessageId: toPublicId("message", saidNext!.id),
      faqEntryId: toPublicId("faqEntry", entry!.id),
      intentExampleId: toPublicId("intentExample", example!.id),
      faqVersion: entry!.version,
      synonymGroupId: synonyms.id,
      shopOrderId: toPublicId("shopOrder", shopOrder!.id),
      shopOrderedAt: shopOrder!.orderedAt.toISOString(),
      channelKey: connected!.key,
      customerName: customer!.displayName,
    };
  });
  const page = await listConversations({ ctx: owner, input: { q: word, limit: 1 } });
  if (!page.nextCursor) throw new Error("Two customers of this name make two pages.");

  await importRatings({
    ctx: made.as({ kind: "system", name: "test" }),
    ratings: [
      {
        conversationId,
        score: 2,
        comment: `${word} geç geldi`,
        askedAt: runtime.clock.now(),
      },
    ],
  });
  return {
    ...made,
    ...ids,
    word,
    phone,
    order,
    tracking,
    bot,
    buyer,
    channelId: channel.id,
    customerId: toPublicId("customer", customerId),
    conversationId: toPublicId("conversation", conversationId),
    fileId: toPublicId("file", file!.id),
    importId: imported.id,
    embedId: shown.embed.id,
    embedUrl: shown.url,
    uploadId: upload.id,
    managedBotId: managed.id,
    memberId: guest.id,
    invitationId: invitation.id,
    tagId: tag.id,
    noteId: note.id,
    notificationId: told[0]!.id,
    secondNoteId: secondNote.id,
    fieldId: field.id,
    mergeId: merge.id,
    taskId: task.id,
    secondTaskId: secondTask.id,
    cannedReplyId: canned.id,
    inboxViewId: view.id,
    macroId: macro.id,
    ownIntentId: taught.ownIntentId,
    ownIntent: taught.intent,
    conversationCursor: page.nextCursor,
    /** What stays in the queues: a message that no agent has read, a reply that has not left. */
    async leaveWaiting(): Promise<void> {
      const patient = telegram.sandbox.createUser({ first_name: `${word}3` });
      await write(patient.id, { text: `${word} bekliyorum` });
      await replyToConversation({
        ctx: made.member("support"),
        input: {
          conversationId: toPublicId("conversation", conversationId),
          messageId: toPublicId("message", newId()),
          text: `${word} yanıtı`,
          lastSeenSeq: 1_000,
          force: true,
        },
      });
    },
    /** The headers of a signed-in member: the cookie, the workspace and what a browser adds. */
    async headersOf(role: MemberRole): Promise<Record<string, string>> {
      const { personId } = made.team.find((member) => member.role === role)!;
      const sessionId = await startSession({ personId, method: "test" });
      return {
        cookie: `${sessionCookieName()}=${await encodeSessionCookie(sessionId)}`,
        "x-santral-workspace": made.workspace.slug,
      };
    },
  };
}
