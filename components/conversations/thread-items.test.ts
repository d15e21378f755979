import { describe, expect, test } from "vitest";
import type { ThreadEvent, ThreadMessage } from "@/server/conversations/schemas";
import type { Note } from "@/server/notes/schemas";
import { type ThreadItem, toThreadItems } from "./thread-items";

const dayOf = (at: string) => at.slice(0, 10);

function said(id: string, at: string, changes: Partial<ThreadMessage> = {}): ThreadMessage {
  return {
    id,
    conversationId: "cnv_1",
    seq: 1,
    direction: "in",
    author: "customer",
    member: null,
    kind: "text",
    text: id,
    sentAt: `${at}.000Z`,
    editedAt: null,
    deletedAt: null,
    change: null,
    ownReaction: null,
    edits: [],
    content: null,
    forwardedFrom: null,
    repliedTo: null,
    albumId: null,
    threadId: null,
    reactions: [],
    commandArgument: null,
    unsupportedKind: null,
    buttons: [],
    asksContact: false,
    run: null,
    delivery: null,
    ...changes,
  };
}

function moved(kind: ThreadEvent["kind"], at: string): ThreadEvent {
  return { id: kind, conversationId: "cnv_1", kind, at: `${at}.000Z`, member: null, to: null, until: null };
}

const lines = (items: ThreadItem[]) =>
  items.map((item) => {
    if (item.kind === "message") return item.isContinued ? `+${item.message.text}` : item.message.text;
    if (item.kind === "note") return `note ${item.note.text}`;
    if (item.kind === "event") return `[${item.event.kind}]`;
    return item.kind === "pending" ? `…${item.reply.text}` : `(${item.kind})`;
  });

const note = (text: string, at: string): Note => ({
  id: `not_${text}`,
  conversationId: "cnv_1",
  member: { id: "mem_1", name: "Deniz" },
  text,
  mentions: [],
  createdAt: `${at}.000Z`,
  editedAt: null,
});

describe("toThreadItems", () => {
  test("notes stand where they were written, those of older pages with their pages", () => {
    const items = toThreadItems({
      messages: [said("a", "2026-11-19T10:00:00"), said("b", "2026-11-19T10:02:00")],
      events: [],
      notes: [
        note("before", "2026-11-18T10:00:00"),
        note("between", "2026-11-19T10:01:00"),
        note("after", "2026-11-19T11:00:00"),
      ],
      pending: [],
      dayOf: (at) => at.slice(0, 10),
    });
    expect(lines(items)).toEqual(["(day)", "a", "note between", "b", "note after"]);
  });

  test("days, moves between messages, and messages of one hand together", () => {
    const items = toThreadItems({
      messages: [
        said("a", "2026-11-19T10:00:00"),
        said("b", "2026-11-19T10:01:00"),
        said("c", "2026-11-19T10:30:00"),
        said("d", "2026-11-20T09:00:00", { author: "agent" }),
      ],
      events: [moved("taken_over", "2026-11-19T10:31:00"), moved("closed", "2026-11-20T09:01:00")],
      pending: [],
      dayOf,
    });
    expect(lines(items)).toEqual(["(day)", "a", "+b", "c", "[taken_over]", "(day)", "d", "[closed]"]);
  });

  test("a move between two messages of one hand parts them", () => {
    const items = toThreadItems({
      messages: [said("a", "2026-11-19T10:00:00"), said("b", "2026-11-19T10:02:00")],
      events: [moved("closed", "2026-11-19T10:01:00")],
      pending: [],
      dayOf,
    });
    expect(lines(items)).toEqual(["(day)", "a", "[closed]", "b"]);
  });

  test("a new conversation, a handoff, and moves before the first message on screen", () => {
    const run = { id: "run_1", action: "handoff" as const, sources: [] };
    const items = toThreadItems({
      messages: [
        said("a", "2026-11-19T10:00:00", { author: "agent", run }),
        said("b", "2026-11-19T12:00:00", { conversationId: "cnv_2" }),
      ],
      events: [moved("closed", "2026-11-01T10:00:00")],
      pending: [],
      dayOf,
    });
    expect(lines(items)).toEqual(["(day)", "a", "(handoff)", "(beginning)", "b"]);
  });

  test("an album is one line where it began, also when parts come minutes apart", () => {
    const items = toThreadItems({
      messages: [
        said("a", "2026-11-19T10:00:00", { albumId: "7", kind: "photo" }),
        said("b", "2026-11-19T10:00:01", { albumId: "7", kind: "photo" }),
        said("c", "2026-11-19T10:01:00", { author: "agent", direction: "out" }),
        said("d", "2026-11-19T10:09:00", { albumId: "7", kind: "video" }),
        said("e", "2026-11-19T10:09:30", { albumId: "8", kind: "photo" }),
      ],
      events: [],
      pending: [],
      dayOf,
    });
    expect(lines(items)).toEqual(["(day)", "a", "c", "e"]);
    expect(
      items.flatMap((item) => (item.kind === "message" ? [item.parts.map(({ id }) => id)] : [])),
    ).toEqual([["a", "b", "d"], ["c"], ["e"]]);
  });

  test("what is being sent stands last, and once only when it has arrived", () => {
    const reply = (messageId: string) => ({
      messageId,
      conversationId: "cnv_1",
      text: messageId,
      startedAt: "2026-11-19T10:01:00.000Z",
      state: "sending" as const,
      lastSeenSeq: 1,
      force: false,
      replyTo: null,
      draftVersion: 0,
      attached: [],
      errorCode: null,
    });
    const items = toThreadItems({
      messages: [said("a", "2026-11-19T10:00:00"), said("b", "2026-11-19T10:01:00", { author: "member" })],
      events: [],
      pending: [reply("b"), reply("c")],
      dayOf,
    });
    expect(lines(items)).toEqual(["(day)", "a", "b", "…c"]);
  });
});
