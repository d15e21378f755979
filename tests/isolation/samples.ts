import { countedFigures } from "@/server/insight";
import { newId, toPublicId, type Verb } from "@/server/kernel";
import { taskLists } from "@/server/tasks";
import type { Neighbour } from "./fill-workspace";

/** A call that a member of B makes with what they know of A, and what it must come to. */
export type Attempt = {
  input?: unknown;
  /** The code of the refusal; or `own`: it succeeds and concerns nothing but B. */
  gives: string;
  /** `own`, and there is nothing to show: A's words find nothing in B. */
  isEmpty?: boolean;
};

export type Sample = {
  /** What the policy calls it. */
  verb: Verb;
  attempts: (a: Neighbour, b: Neighbour) => Attempt[];
};

const own = (input?: unknown): Attempt => ({ input, gives: "own" });
const finds = (input: unknown): Attempt => ({ input, gives: "own", isEmpty: true });
const refused = (gives: string, input: unknown): Attempt => ({ input, gives });

const orderCsv = (a: Neighbour) =>
  [
    "order_number,ordered_at,customer_name,phone,email,status,carrier,tracking,estimated_delivery,delivered_at,item,sku,quantity,price",
    `${a.order},2026-11-18,Kendi Müşterim,${a.phone},,delivered,,${a.tracking},,,Kendi malım,,1,"5,00"`,
  ].join("\n");

const onConversation = (verb: Verb, more: Record<string, unknown> = {}): Sample => ({
  verb,
  attempts: (a) => [refused("CONVERSATION_NOT_FOUND", { conversationId: a.conversationId, ...more })],
});

const onMessage = (verb: Verb, more: Record<string, unknown> = {}): Sample => ({
  verb,
  attempts: (a) => [refused("MESSAGE_NOT_FOUND", { messageId: a.ownMessageId, ...more })],
});

const ownTask = { title: "Benim işim", assigneeId: null, dueDay: "2026-11-30", dueTime: null };

const onImport: Sample = {
  verb: "shopOrder.import",
  attempts: (a) => [refused("IMPORT_NOT_FOUND", { importId: a.importId })],
};

/** Every procedure of the product. One that does not stand here fails the test. */
export const samples: Record<string, Sample> = {
  "agent.run": {
    verb: "agentRun.get",
    attempts: (a) => [refused("AGENT_RUN_NOT_FOUND", { agentRunId: a.agentRunId })],
  },

  "demo.progress": { verb: "demo.read", attempts: () => [own()] },
  // There is no demo in a test's database.
  "demo.explore": { verb: "demo.read", attempts: () => [refused("DEMO_MISSING", undefined)] },
  "demo.clear": { verb: "demo.clear", attempts: () => [own({ slugs: ["demo-desk"] })] },
  "demo.makeAgain": { verb: "demo.make", attempts: () => [own({ slugs: ["demo-desk"] })] },

  "agent.intents": { verb: "intent.list", attempts: () => [own()] },
  "agent.examples": {
    verb: "intent.list",
    attempts: (a) => [own({}), finds({ intent: a.ownIntent })],
  },
  "agent.correctIntent": {
    verb: "intent.teach",
    attempts: (a) => [refused("AGENT_RUN_NOT_FOUND", { agentRunId: a.agentRunId, intent: "return" })],
  },
  "agent.correctAnswer": {
    verb: "faq.create",
    attempts: (a) => [refused("AGENT_RUN_NOT_FOUND", { agentRunId: a.agentRunId, answer: "Benim yanıtım." })],
  },
  "agent.addExamples": {
    verb: "intent.teach",
    attempts: (a) => [
      own({ intent: "return", texts: ["benim örneğim"] }),
      refused("INTENT_NOT_FOUND", { intent: a.ownIntent, texts: ["benim örneğim"] }),
    ],
  },
  "agent.deleteExample": {
    verb: "intent.teach",
    attempts: (a) => [refused("INTENT_EXAMPLE_NOT_FOUND", { intentExampleId: a.intentExampleId })],
  },
  "agent.createOwnIntent": {
    verb: "intent.manage",
    attempts: () => [
      own({ name: "Benim konum", action: "answer", texts: ["bir", "iki", "üç", "dört", "beş"] }),
    ],
  },
  "agent.deleteOwnIntent": {
    verb: "intent.manage",
    attempts: (a) => [refused("INTENT_NOT_FOUND", { ownIntentId: a.ownIntentId })],
  },
  "agent.undoTraining": { verb: "intent.manage", attempts: () => [own()] },

  "commands.link": { verb: "telegramLink.manage", attempts: () => [own()] },
  "commands.createLink": { verb: "telegramLink.manage", attempts: () => [own()] },
  "commands.unlink": { verb: "telegramLink.manage", attempts: () => [own()] },

  "channels.list": { verb: "channel.list", attempts: () => [own()] },
  "channels.get": {
    verb: "channel.list",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },
  "channels.connectTelegramBot": {
    verb: "channel.connect",
    attempts: (a) => [refused("BOT_ALREADY_CONNECTED", { token: a.bot.token, apiRoot: "/sandbox/telegram" })],
  },
  "channels.update": {
    verb: "channel.update",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId, state: "paused" })],
  },
  "channels.replaceToken": {
    verb: "channel.update",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId, token: a.bot.token })],
  },
  "channels.health": {
    verb: "channel.list",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },
  "channels.mend": {
    verb: "channel.update",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },
  "channels.profile": {
    verb: "channel.list",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },
  "channels.saveProfile": {
    verb: "channel.update",
    attempts: (a) => [
      refused("CHANNEL_NOT_FOUND", {
        channelId: a.channelId,
        changes: [{ field: "name", language: "tr", value: "benim" }],
      }),
    ],
  },
  "channels.setReplyPlan": {
    verb: "channel.setReplyPlan",
    attempts: (a) => [
      refused("CHANNEL_NOT_FOUND", { channelId: a.channelId, plan: { usual: "manual", hours: [] } }),
    ],
  },
  "channels.managingBot": { verb: "channel.list", attempts: () => [own()] },
  "channels.requestManagedBot": {
    verb: "channel.connect",
    attempts: () => [own({ name: "Benim botum" })],
  },
  "channels.managedRequest": {
    verb: "channel.connect",
    attempts: (a) => [refused("MANAGED_REQUEST_NOT_FOUND", { requestId: a.managedBotId })],
  },
  "channels.disconnect": {
    verb: "channel.disconnect",
    attempts: (a) => [refused("CHANNEL_NOT_FOUND", { channelId: a.channelId })],
  },

  "conversations.list": {
    verb: "conversation.list",
    attempts: (a) => [
      finds({ q: a.customerName }),
      finds({ q: a.phone }),
      finds({ q: a.order }),
      finds({ q: String(a.buyer.id) }),
      own({ status: "open" }),
      own({ status: "handed_off" }),
      own({ status: "open", cursor: a.conversationCursor }),
      finds({ status: "handed_off", tagId: a.tagId }),
      finds({ status: "handed_off", assignee: a.memberId }),
      finds({ status: "open", channelId: a.channelId }),
    ],
  },
  "conversations.counts": { verb: "conversation.list", attempts: () => [own()] },
  "conversations.get": onConversation("conversation.get"),
  "conversations.thread": {
    verb: "conversation.get",
    attempts: (a, b) => [
      refused("CONVERSATION_NOT_FOUND", { conversationId: a.conversationId }),
      // A place in A's thread, asked for through a conversation of B's.
      refused("CONVERSATION_NOT_FOUND", { conversationId: b.conversationId, cursor: a.conversationCursor }),
    ],
  },
  "conversations.takeOver": onConversation("conversation.takeOver"),
  "conversations.release": onConversation("conversation.release"),
  "conversations.close": onConversation("conversation.close"),
  "conversations.reopen": onConversation("conversation.close"),
  "conversations.reply": {
    verb: "conversation.reply",
    attempts: (a, b) => [
      refused("CONVERSATION_NOT_FOUND", {
        conversationId: a.conversationId,
        messageId: toPublicId("message", newId()),
        text: "benden",
        lastSeenSeq: 99,
        force: true,
      }),
      refused("UPLOAD_NOT_FOUND", {
        conversationId: b.conversationId,
        messageId: toPublicId("message", newId()),
        text: "benden",
        lastSeenSeq: 99,
        force: true,
        attachments: [a.uploadId],
      }),
      // Under the id of a message of A's: B's own message, and A's stays.
      own({
        conversationId: b.conversationId,
        messageId: a.messageId,
        text: "benden",
        lastSeenSeq: 99,
        force: true,
      }),
    ],
  },
  "conversations.editMessage": onMessage("message.edit", { text: "benden" }),
  "conversations.deleteMessage": onMessage("message.delete"),
  "conversations.undoDeleteMessage": onMessage("message.delete"),
  "conversations.react": onMessage("message.react", { emoji: "👍" }),

  "conversations.change": {
    verb: "conversation.assign",
    attempts: (a, b) => [
      ...[
        { kind: "assign", memberId: null },
        { kind: "prioritise", priority: "high" },
        { kind: "snooze", until: null },
        { kind: "tag", tagId: b.tagId, isOn: true },
        { kind: "spam", isSpam: true },
        { kind: "close" },
        { kind: "reopen", status: "open" },
        { kind: "release" },
      ].map((change) =>
        refused("CONVERSATION_NOT_FOUND", { changes: [{ conversationId: a.conversationId, change }] }),
      ),
      // A's tag and A's member on a conversation of B's.
      refused("TAG_NOT_FOUND", {
        changes: [{ conversationId: b.conversationId, change: { kind: "tag", tagId: a.tagId, isOn: true } }],
      }),
      refused("ASSIGNEE_INVALID", {
        changes: [{ conversationId: b.conversationId, change: { kind: "assign", memberId: a.memberId } }],
      }),
    ],
  },
  "conversations.blockCustomer": {
    verb: "customer.block",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId, isBlocked: true })],
  },
  "notes.list": onConversation("note.list"),
  "notes.add": {
    verb: "note.add",
    attempts: (a, b) => [
      refused("CONVERSATION_NOT_FOUND", {
        conversationId: a.conversationId,
        noteId: toPublicId("note", newId()),
        text: "benim notum",
      }),
      refused("MENTION_INVALID", {
        conversationId: b.conversationId,
        noteId: toPublicId("note", newId()),
        text: "benim notum",
        mentions: [a.memberId],
      }),
      // Under the id of a note of A's: B's own note, and A's stays.
      own({ conversationId: b.conversationId, noteId: a.noteId, text: "benim notum" }),
    ],
  },
  "notes.edit": {
    verb: "note.change",
    attempts: (a) => [refused("NOTE_NOT_FOUND", { noteId: a.secondNoteId, text: "benim" })],
  },
  "notes.delete": {
    verb: "note.change",
    attempts: (a) => [refused("NOTE_NOT_FOUND", { noteId: a.secondNoteId })],
  },
  "notifications.list": {
    verb: "notification.list",
    attempts: (a) => [own({}), own({ cursor: a.notificationId })],
  },
  "notifications.unread": { verb: "notification.list", attempts: () => [own()] },
  "notifications.mark": {
    verb: "notification.mark",
    attempts: (a) => [
      refused("NOTIFICATION_NOT_FOUND", { which: { of: "these", notificationIds: [a.notificationId] } }),
      refused("NOTIFICATION_NOT_FOUND", { which: { of: "upTo", notificationId: a.notificationId } }),
      own({ which: { of: "conversation", conversationId: a.conversationId } }),
    ],
  },
  "notifications.keepDevice": {
    verb: "notification.configure",
    // No keys are set in a test's environment.
    attempts: () => [
      refused("PUSH_OFF", {
        endpoint: "https://fcm.googleapis.com/fcm/send/benim",
        keys: { p256dh: `B${"a".repeat(86)}`, auth: "a".repeat(22) },
      }),
    ],
  },
  "notifications.settings": { verb: "notification.list", attempts: () => [own()] },
  "notifications.updateSettings": {
    verb: "notification.configure",
    attempts: () => [own({ changes: [{ kind: "waiting", way: "panel", isOn: false }] })],
  },
  "presence.tell": onConversation("presence.tell", { state: "looking" }),
  "replies.list": { verb: "cannedReply.list", attempts: () => [own()] },
  "replies.save": {
    verb: "cannedReply.manage",
    attempts: (a) => [
      own({ shortcut: "benim", text: "Benim yanıtım" }),
      refused("CANNED_REPLY_NOT_FOUND", { cannedReplyId: a.cannedReplyId, shortcut: "x", text: "x" }),
    ],
  },
  "replies.delete": {
    verb: "cannedReply.manage",
    attempts: (a) => [refused("CANNED_REPLY_NOT_FOUND", { cannedReplyId: a.cannedReplyId })],
  },
  "tasks.list": {
    verb: "task.list",
    attempts: () => [...taskLists.map((list) => own({ list })), own({ list: "all", cursor: "x~y" })],
  },
  "tasks.counts": { verb: "task.list", attempts: () => [own()] },
  "tasks.ofCustomer": {
    verb: "task.list",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "tasks.add": {
    verb: "task.save",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", {
        customerId: a.customerId,
        taskId: toPublicId("task", newId()),
        ...ownTask,
      }),
      refused("CONVERSATION_NOT_FOUND", {
        conversationId: a.conversationId,
        taskId: toPublicId("task", newId()),
        ...ownTask,
      }),
      refused("TASK_ASSIGNEE_INVALID", {
        customerId: b.customerId,
        taskId: toPublicId("task", newId()),
        ...ownTask,
        assigneeId: a.memberId,
      }),
      // Under the id of a task of A's: B's own task, and A's stays.
      own({ customerId: b.customerId, taskId: a.taskId, ...ownTask }),
    ],
  },
  "tasks.edit": {
    verb: "task.save",
    attempts: (a) => [refused("TASK_NOT_FOUND", { taskId: a.secondTaskId, ...ownTask })],
  },
  "tasks.finish": {
    verb: "task.save",
    attempts: (a) => [refused("TASK_NOT_FOUND", { taskId: a.secondTaskId })],
  },
  "tasks.delete": {
    verb: "task.save",
    attempts: (a) => [refused("TASK_NOT_FOUND", { taskId: a.secondTaskId })],
  },
  "drafts.get": {
    verb: "draft.keep",
    // A's draft is nobody's in B: there is none.
    attempts: (a) => [own({ conversationId: a.conversationId })],
  },
  "drafts.save": onConversation("draft.keep", { text: "benim taslağım", version: 0 }),
  "macros.list": { verb: "macro.list", attempts: () => [own()] },
  "macros.save": {
    verb: "macro.manage",
    attempts: (a) => [
      own({ name: "benim makrom", actions: [{ kind: "close" }] }),
      refused("MACRO_NOT_FOUND", { macroId: a.macroId, name: "benim", actions: [{ kind: "close" }] }),
      ...[
        { kind: "tag", tagId: a.tagId, isOn: true },
        { kind: "assign", to: "member", memberId: a.memberId },
        { kind: "reply", cannedReplyId: a.cannedReplyId },
      ].map((action) => refused("MACRO_BROKEN", { name: "benim kırık makrom", actions: [action] })),
    ],
  },
  "macros.delete": {
    verb: "macro.manage",
    attempts: (a) => [refused("MACRO_NOT_FOUND", { macroId: a.macroId })],
  },
  "macros.run": {
    verb: "macro.run",
    attempts: (a, b) => {
      const on = (conversationId: string) => [
        {
          conversationId,
          messageId: toPublicId("message", newId()),
          noteId: toPublicId("note", newId()),
          lastSeenSeq: 1_000,
        },
      ];
      return [
        refused("MACRO_NOT_FOUND", { macroId: a.macroId, conversations: on(b.conversationId) }),
        refused("CONVERSATION_NOT_FOUND", { macroId: b.macroId, conversations: on(a.conversationId) }),
      ];
    },
  },
  "tags.list": { verb: "tag.list", attempts: () => [own()] },
  "tags.create": { verb: "tag.manage", attempts: () => [own({ name: "benim etiketim" })] },
  "tags.update": {
    verb: "tag.manage",
    attempts: (a) => [refused("TAG_NOT_FOUND", { tagId: a.tagId, name: "benim" })],
  },
  "tags.delete": { verb: "tag.manage", attempts: (a) => [refused("TAG_NOT_FOUND", { tagId: a.tagId })] },
  "conversations.listCounts": {
    verb: "conversation.list",
    attempts: (a) => [
      own({ lists: [{ status: "open" }] }),
      own({ lists: [{ status: "handed_off", channelId: a.channelId }] }),
    ],
  },
  "satisfaction.get": { verb: "satisfaction.read", attempts: () => [own()] },
  "satisfaction.set": {
    verb: "satisfaction.set",
    attempts: (a) => [
      refused("SATISFACTION_BOT_UNKNOWN", { isOn: true, pauseDays: 30, silentBots: [a.channelId] }),
      own({ isOn: false, pauseDays: 30, silentBots: [] }),
    ],
  },
  "satisfaction.ratings": {
    verb: "rating.list",
    attempts: (a) => [finds({ customerId: a.customerId })],
  },
  "serviceLevels.get": { verb: "serviceLevel.read", attempts: () => [own()] },
  "serviceLevels.set": {
    verb: "serviceLevel.set",
    attempts: (a) => [
      refused("SERVICE_LEVEL_BOT_UNKNOWN", {
        isOn: true,
        targets: { usual: {}, byPriority: {}, byBot: [{ channelId: a.channelId, targets: { first: 5 } }] },
      }),
      own({ isOn: false, targets: { usual: { first: 15 }, byPriority: {}, byBot: [] } }),
    ],
  },
  "views.list": { verb: "inboxView.list", attempts: () => [own()] },
  "views.save": {
    verb: "inboxView.save",
    attempts: (a) => [
      own({ name: "benim görünümüm", query: "status=closed" }),
      refused("INBOX_VIEW_NOT_FOUND", { inboxViewId: a.inboxViewId, name: "benim", query: "" }),
    ],
  },
  "views.delete": {
    verb: "inboxView.save",
    attempts: (a) => [refused("INBOX_VIEW_NOT_FOUND", { inboxViewId: a.inboxViewId })],
  },

  "customers.get": {
    verb: "customer.get",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "customers.find": {
    verb: "customer.find",
    attempts: (a) => [
      own({}),
      finds({ q: a.customerName }),
      finds({ q: a.phone }),
      finds({ q: a.order }),
      refused("FIELD_NOT_FOUND", { fields: [{ fieldId: a.fieldId, is: a.word }] }),
    ],
  },
  "customers.verifyIdentity": {
    verb: "customer.verifyIdentity",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId, kind: "phone", value: "+905329999999" }),
      // A phone of A's customer is nobody's in B.
      own({ customerId: b.customerId, kind: "phone", value: a.phone }),
    ],
  },

  "customers.timeline": {
    verb: "customer.get",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "customers.duplicates": {
    verb: "customer.merge",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "customers.previewMerge": {
    verb: "customer.merge",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", { keptId: b.customerId, mergedId: a.customerId }),
      refused("CUSTOMER_NOT_FOUND", { keptId: a.customerId, mergedId: b.customerId }),
    ],
  },
  "customers.merge": {
    verb: "customer.merge",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", { keptId: b.customerId, mergedId: a.customerId }),
      refused("CUSTOMER_NOT_FOUND", { keptId: a.customerId, mergedId: b.customerId }),
    ],
  },
  "customers.merges": {
    verb: "customer.get",
    attempts: (a) => [refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId })],
  },
  "customers.undoMerge": {
    verb: "customer.merge",
    attempts: (a) => [refused("MERGE_NOT_FOUND", { mergeId: a.mergeId })],
  },
  "customers.setField": {
    verb: "customer.setField",
    attempts: (a, b) => [
      refused("CUSTOMER_NOT_FOUND", { customerId: a.customerId, fieldId: b.fieldId, value: "benim" }),
      refused("FIELD_NOT_FOUND", { customerId: b.customerId, fieldId: a.fieldId, value: "benim" }),
    ],
  },
  "fields.list": { verb: "field.list", attempts: () => [own()] },
  "fields.create": {
    verb: "field.manage",
    // The name of a field of A's is free in B.
    attempts: (a) => [own({ name: `${a.word.slice(3)} alanım`, kind: "text" })],
  },
  "fields.update": {
    verb: "field.manage",
    attempts: (a) => [refused("FIELD_NOT_FOUND", { fieldId: a.fieldId, name: "benim" })],
  },
  "fields.archive": {
    verb: "field.manage",
    attempts: (a) => [refused("FIELD_NOT_FOUND", { fieldId: a.fieldId })],
  },
  "fields.order": {
    verb: "field.manage",
    attempts: (a, b) => [refused("FIELD_NOT_FOUND", { fieldIds: [b.fieldId, a.fieldId] })],
  },

  "deliveries.retry": {
    verb: "delivery.retry",
    attempts: (a) => [refused("DELIVERY_NOT_FOUND", { deliveryId: a.deliveryId })],
  },

  "files.retry": {
    verb: "file.retry",
    attempts: (a) => [refused("FILE_NOT_FOUND", { fileId: a.fileId })],
  },

  "imports.newest": { verb: "shopOrder.import", attempts: () => [own({ target: "shopOrders" })] },
  "imports.get": onImport,
  "imports.rows": onImport,
  "imports.kept": onImport,
  "imports.check": onImport,
  "imports.start": onImport,
  "imports.cancel": onImport,
  "imports.undo": onImport,
  "imports.discard": onImport,
  "imports.text": {
    verb: "shopOrder.import",
    attempts: (a) => [
      // The number, the phone and the tracking of an order of A's: a new order of B's, and A's stays.
      own({ target: "shopOrders", text: orderCsv(a), fileName: "benim.csv" }),
    ],
  },

  "insight.figures": {
    verb: "figures.read",
    attempts: () => [own({ days: 1 }), own({ days: 7 }), own({ days: 30 }), own({ days: 90 })],
  },
  "insight.customers": { verb: "figures.read", attempts: () => [own({ days: 90 })] },
  "insight.activation": { verb: "figures.read", attempts: () => [own()] },
  "insight.rows": {
    verb: "figures.read",
    attempts: (a) => [
      ...countedFigures.map((figure) => own({ figure, days: 30 })),
      finds({ figure: "customer", key: a.customerId, days: 90 }),
      finds({ figure: "member", key: a.memberId, days: 90 }),
      finds({ figure: "intent", key: a.ownIntent, days: 90 }),
      refused("FIGURE_KEY_INVALID", { figure: "member", key: a.customerId, days: 90 }),
    ],
  },

  "reports.embeds": { verb: "embed.list", attempts: () => [own()] },
  "reports.createEmbed": {
    verb: "embed.create",
    attempts: () => [own({ title: "Benim", widgets: ["messagesIn"], days: 7, origins: [], lastsDays: 30 })],
  },
  "reports.revokeEmbed": {
    verb: "embed.revoke",
    attempts: (a) => [refused("EMBED_NOT_FOUND", { embedId: a.embedId })],
  },

  "groups.list": { verb: "group.list", attempts: () => [own()] },
  "groups.get": {
    verb: "group.list",
    attempts: (a) => [refused("GROUP_NOT_FOUND", { groupId: a.groupId })],
  },
  "groups.check": {
    verb: "group.check",
    attempts: (a) => [refused("GROUP_NOT_FOUND", { groupId: a.groupId })],
  },
  "groups.acknowledge": {
    verb: "group.acknowledge",
    attempts: (a) => [refused("GROUP_NOT_FOUND", { groupId: a.groupId })],
  },

  "knowledge.list": {
    verb: "faq.list",
    attempts: (a) => [own({}), finds({ search: a.word }), finds({ tag: a.word })],
  },
  "knowledge.create": {
    verb: "faq.create",
    attempts: () => [own({ question: "Benim sorum?", answer: "Benim yanıtım.", language: "tr" })],
  },
  "knowledge.update": {
    verb: "faq.update",
    attempts: (a) => [
      refused("FAQ_ENTRY_NOT_FOUND", { faqEntryId: a.faqEntryId, version: a.faqVersion, answer: "benim" }),
    ],
  },
  "knowledge.delete": {
    verb: "faq.delete",
    attempts: (a) => [refused("FAQ_ENTRY_NOT_FOUND", { faqEntryId: a.faqEntryId })],
  },
  "knowledge.export": { verb: "faq.list", attempts: () => [own()] },
  "knowledge.facts": { verb: "fact.list", attempts: () => [own()] },
  "knowledge.updateFacts": {
    verb: "fact.update",
    attempts: () => [own({ facts: [{ key: "address", value: "Benim Sokağım 2" }] })],
  },

  "knowledge.alike": {
    verb: "faq.list",
    attempts: (a) => [own({ question: `${a.word} hediye paketi var mı?`, language: "tr" })],
  },
  "knowledge.duplicates": { verb: "faq.list", attempts: () => [own()] },
  "knowledge.merge": {
    verb: "faq.update",
    attempts: (a) => [
      refused("FAQ_ENTRY_NOT_FOUND", {
        into: { faqEntryId: a.faqEntryId, version: a.faqVersion },
        from: [{ faqEntryId: a.faqEntryId, version: a.faqVersion }],
      }),
    ],
  },
  "knowledge.undoMerge": {
    verb: "faq.update",
    attempts: (a) => [
      refused("FAQ_ENTRY_NOT_FOUND", {
        faqEntryId: a.faqEntryId,
        version: a.faqVersion,
        alternatives: [],
        tags: [],
        removed: [],
      }),
    ],
  },
  "knowledge.keepApart": {
    verb: "faq.update",
    attempts: (a) => [refused("FAQ_ENTRY_NOT_FOUND", { faqEntryIds: [a.faqEntryId, a.faqEntryId] })],
  },
  "knowledge.synonyms": { verb: "faq.list", attempts: () => [own()] },
  "knowledge.createSynonyms": {
    verb: "faq.update",
    attempts: () => [own({ words: ["torba", "çanta"] })],
  },
  "knowledge.updateSynonyms": {
    verb: "faq.update",
    attempts: (a) => [
      refused("SYNONYM_GROUP_NOT_FOUND", { synonymGroupId: a.synonymGroupId, words: ["kutu", "sandık"] }),
    ],
  },
  "knowledge.deleteSynonyms": {
    verb: "faq.update",
    attempts: (a) => [refused("SYNONYM_GROUP_NOT_FOUND", { synonymGroupId: a.synonymGroupId })],
  },

  "mail.list": { verb: "mail.list", attempts: () => [own()] },
  "mail.heldBack": { verb: "mail.list", attempts: () => [own()] },
  "mail.lift": {
    verb: "mail.lift",
    attempts: (a) => [
      refused("MAIL_SUPPRESSION_NOT_FOUND", { address: `${a.word.toLowerCase()}@example.com` }),
    ],
  },

  "members.list": { verb: "member.list", attempts: () => [own()] },
  "members.policy": { verb: "member.list", attempts: () => [own()] },
  "members.updateRole": {
    verb: "member.updateRole",
    attempts: (a) => [refused("MEMBER_NOT_FOUND", { memberId: a.memberId, role: "analyst" })],
  },
  "members.remove": {
    verb: "member.remove",
    attempts: (a) => [refused("MEMBER_NOT_FOUND", { memberId: a.memberId })],
  },
  "members.transferOwnership": {
    verb: "member.transfer",
    attempts: (a) => [refused("MEMBER_NOT_FOUND", { memberId: a.memberId })],
  },
  "members.leave": {
    verb: "member.leave",
    attempts: (a) => [refused("MEMBER_NOT_FOUND", { handOverTo: a.memberId })],
  },
  "members.invitations": { verb: "invitation.list", attempts: () => [own()] },
  "members.invite": { verb: "invitation.create", attempts: () => [own({ role: "support", locale: "tr" })] },
  "members.resendInvitation": {
    verb: "invitation.create",
    attempts: (a) => [refused("INVITATION_NOT_FOUND", { invitationId: a.invitationId })],
  },
  "members.withdrawInvitation": {
    verb: "invitation.withdraw",
    attempts: (a) => [refused("INVITATION_NOT_FOUND", { invitationId: a.invitationId })],
  },

  "organisations.get": { verb: "organisation.read", attempts: () => [own()] },
  "organisations.update": { verb: "organisation.update", attempts: () => [own({ color: "#0f766e" })] },

  "search.messages": {
    verb: "message.search",
    attempts: (a) => [
      finds({ q: a.word }),
      finds({ q: `"${a.word}" from:customer` }),
      finds({ q: `customer:"${a.customerName}"` }),
      finds({ q: `order:${a.order}` }),
      own({ q: "is:open" }),
      own({ q: "is:open", cursor: `2026-11-20T09:00:00.000Z~${a.messageId}` }),
    ],
  },
  "reports.previewWeekly": { verb: "report.preview", attempts: () => [own()] },
  "reports.sendWeeklyNow": {
    verb: "report.sendNow",
    attempts: () => [refused("NOWHERE_TO_SEND", undefined)],
  },

  "start.checklist": { verb: "checklist.read", attempts: () => [own()] },
  "start.hide": { verb: "checklist.hide", attempts: () => [own({ isHidden: true })] },
  "start.loadSamples": { verb: "sample.load", attempts: () => [own()] },

  "stores.list": {
    verb: "shopOrder.list",
    attempts: (a) => [
      own({}),
      finds({ search: a.customerName }),
      finds({ search: a.tracking }),
      finds({ search: a.phone }),
      own({ cursor: `${a.shopOrderedAt}~${a.shopOrderId}` }),
    ],
  },
  "stores.get": {
    verb: "shopOrder.get",
    attempts: (a) => [refused("SHOP_ORDER_NOT_FOUND", { shopOrderId: a.shopOrderId })],
  },

  "workspaces.get": { verb: "workspace.read", attempts: () => [own()] },
  "workspaces.mine": { verb: "workspace.read", attempts: () => [own()] },
  "workspaces.update": { verb: "workspace.update", attempts: () => [own({ name: "Benim Mağazam" })] },
  "workspaces.add": {
    verb: "workspace.create",
    attempts: () => [own({ kind: "shop", name: "Benim Şubem", language: "tr", timeZone: "Europe/Istanbul" })],
  },
  "workspaces.delete": {
    verb: "workspace.delete",
    attempts: (a) => [refused("NAME_NOT_CONFIRMED", { name: `${a.word} Mağazası` })],
  },
  "workspaces.restore": {
    verb: "workspace.restore",
    attempts: () => [refused("WORKSPACE_NOT_DELETED", undefined)],
  },
};
