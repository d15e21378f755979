import { newId, toPublicId } from "@/server/kernel";
import { finds, onConversation, onMessage, own, refused, type Sample } from "./attempts";

/** The inbox and what is done in it. */
export const inboxSamples: Record<string, Sample> = {
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

  "deliveries.retry": {
    verb: "delivery.retry",
    attempts: (a) => [refused("DELIVERY_NOT_FOUND", { deliveryId: a.deliveryId })],
  },

  "files.retry": {
    verb: "file.retry",
    attempts: (a) => [refused("FILE_NOT_FOUND", { fileId: a.fileId })],
  },

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
};
